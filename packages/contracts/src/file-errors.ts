// What is said of files that people bring for their tables: of the whole file, of a row, of a cell.
import { entry } from './error-text.ts'

export const fileErrors = {
  ROW_REPEATED: entry(409, '已有内容完全相同且没有索引值的一行', 'A row with the very same content and no index value is there already'),
  CSV_NAME: entry(
    422,
    '文件名只能含中文、字母、数字、下划线，以 .csv 结尾',
    'The file’s name must be Chinese characters, letters, digits and underscores, then .csv',
  ),
  CSV_WORKBOOK: entry(
    422,
    '这是 {kind} 文件，不是 CSV：请在表格软件中打开，“另存为”时选择类型“CSV UTF-8（逗号分隔）”',
    'This is a file of type {kind}, not CSV: open it in your spreadsheet, and save it as “CSV UTF-8 (comma delimited)”',
  ),
  CSV_EMPTY: entry(422, '文件是空的：没有表头，也没有数据', 'The file is empty: it has neither header nor rows'),
  CSV_ENCODING: entry(
    422,
    '文件不是 UTF-8、UTF-16 或 GB18030 编码的文本：请在表格软件中“另存为”，类型选择“CSV UTF-8（逗号分隔）”',
    'The file is not text in UTF-8, UTF-16 or GB18030: save it in your spreadsheet as “CSV UTF-8 (comma delimited)”',
  ),
  CSV_NO_HEADER: entry(
    422,
    '文件的第一行不是表头。第一行应是列名：{expected}',
    'The file does not begin with its header. The names of the columns come first: {expected}',
  ),
  CSV_HEADER: entry(
    422,
    '表头与模板不一致。缺少的列：{missing}；不认识的列：{unknown}。应有的列：{expected}',
    'The header differs from the template’s. Missing: {missing}. Unknown: {unknown}. Expected: {expected}',
  ),
  CSV_HEADER_TWICE: entry(
    422,
    '表头中有重复的列：{twice}。每个列名只能出现一次',
    'Columns of the header that were there before: {twice}. Each name may stand there once',
  ),
  CSV_BROKEN: entry(
    422,
    '第 {line} 行的引号没有闭合：请在该单元格末尾补上引号，或去掉开头的引号',
    'The quote that opens in line {line} is not closed: close it at the end of its cell, or take it away',
  ),
  CSV_ROW_LONG: entry(
    422,
    '从第 {line} 行起一行超过 {max} 个字符：文件的换行可能丢失',
    'The row that begins in line {line} is longer than {max} characters: line breaks may be lost',
  ),
  CSV_COLUMNS: entry(
    422,
    '表头有 {expected} 列，此行 {column} 列还有值：单元格内含分隔符时须用引号括起',
    'The header has {expected} columns, and column {column} of this row has a value too: quote cells that hold the separator',
  ),
  CSV_UNNAMED: entry(
    422,
    '{column} 列没有列名，却有值：请在表头写上列名，或清空此列',
    'Column {column} has a value and no name in the header: name it there, or empty it',
  ),
  CSV_SHORTENED: entry(
    422,
    '{label}已被表格软件缩写，原来的数字已丢失：请把这一列的格式设为“文本”，重新填入完整的值后再导出',
    '{label} was shortened by a spreadsheet, and its digits are lost: format the column as text, enter the whole value again, then save',
  ),
  CSV_DAY_NUMBER: entry(
    422,
    '{label}是表格软件内部记录日期时间的数字，看不出原来的日期或时间：请把这一列的格式设为“日期”或“时间”后再导出',
    '{label} is the number by which a spreadsheet keeps days and times; which one was meant cannot be told: format the column as a date or a time, then save',
  ),
  CSV_CELL_ERROR: entry(
    422,
    '{label}是表格软件的错误值：请改正其中的公式，或填入值',
    '{label} is a spreadsheet’s error: mend the formula of the cell, or enter a value',
  ),
  // A row that is kept, and yet is hardly meant
  CSV_NO_INDEX: entry(
    422,
    '{label}是索引但没有值：可以导入，但任何来电都找不到这一行',
    '{label} is the index and is empty: the row can be imported, but no call will ever find it',
  ),
  CSV_NO_CALLER: entry(
    422,
    '{label}不是完整的电话号码（{country}）：可以导入，但任何来电都找不到这一行，请核对位数',
    '{label} is not a whole telephone number ({country}): the row can be imported, but no call will ever find it; check its digits',
  ),
  CSV_ROUNDED: entry(
    422,
    '{label}超过 15 位且末尾都是 0，可能被表格软件改过：请核对，必要时把这一列设为“文本”后重新填入',
    '{label} has more than 15 digits and ends in zeros: a spreadsheet may have rounded it; check it, and format the column as text',
  ),
  CSV_SWALLOWED: entry(
    422,
    '{label}中含有像整行数据的内容：可能缺了一个引号，请核对此行与后面的行',
    '{label} holds what looks like whole rows: a quote may be missing; check this row and those after it',
  ),
  IMPORTS_BUSY: entry(
    429,
    '同时上传或等待导入的文件过多，请 {seconds} 秒后再试',
    'Too many files are being uploaded or wait to be imported; try again in {seconds} s',
  ),
  CSV_ROW_REPEATED: entry(
    422,
    '没有索引值，且与第 {line} 行的内容完全相同',
    'Without an index value, and the very same as the row in line {line}',
  ),
  CSV_REPEATED: entry(422, '与第 {line} 行的索引值相同', 'The same index value as in line {line}'),
} as const
