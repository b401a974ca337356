// Building blocks of the object schemas. A rule that zod cannot say by itself carries its text key in `rule`.
import { z } from 'zod'
import { writtenNumber } from './written-number.ts'

/** Words for the rules behind FIELD_FORMAT. */
export const formatRules = {
  noSpaces: { zh: '不能含空格', en: 'no spaces' },
  account: {
    zh: '小写字母、数字、点、下划线、连字符，以字母开头',
    en: 'lower-case letters, digits, dot, underscore, hyphen; a letter first',
  },
  promptSilent: { zh: '此语音还没有声音', en: 'this prompt has no sound yet' },
  promptCode: { zh: '字母、数字、下划线、连字符，以字母开头', en: 'letters, digits, underscore, hyphen; a letter first' },
  promptText: { zh: '上传文件的语音没有文本', en: 'a prompt that is uploaded has no text' },
  speechNone: { zh: '此服务器没有语音合成引擎，请上传录音', en: 'this server has no speech engine: upload a recording' },
  speechEmpty: { zh: '其中没有可以读出的文字', en: 'there is nothing in it that could be spoken' },
  speechFailed: { zh: '语音合成失败，请稍后再试', en: 'the speech engine failed: try again later' },
  slug: { zh: '小写字母、数字、连字符，以字母开头', en: 'lower-case letters, digits, hyphen; a letter first' },
  digits: { zh: '只能含数字', en: 'digits only' },
  dialString: { zh: '只能含数字、* 和 #', en: 'digits, * and # only' },
  phone: { zh: '只能含数字，可以 + 开头', en: 'digits only, + may come first' },
  email: { zh: '应为邮箱地址', en: 'an e-mail address' },
  url: { zh: '应为 http 或 https 的完整地址', en: 'an absolute http or https address' },
  origin: { zh: '应为 协议://主机[:端口]，主机可以 *. 开头', en: 'scheme://host[:port]; the host may begin with *.' },
  widgetOrigin: { zh: '应为 https://主机[:端口]，或本机的 http://localhost[:端口]', en: 'https://host[:port], or http://localhost[:port]' },
  path: { zh: '应以 / 开头，不含 ? 和 #', en: 'begins with /, no ? or #' },
  paramName: { zh: '不含花括号和控制字符，首尾没有空格', en: 'no braces or control characters, no spaces around it' },
  urlUser: { zh: '地址中不能含用户名或密码', en: 'no user name or password in the address' },
  levels: { zh: '技能等级 1–10', en: 'skill levels 1–10' },
  agentRange: { zh: '应为 101–59999 内的工号', en: 'an agent number from 101 to 59999' },
  sameType: { zh: '应为同一类型的技能队列', en: 'a skill queue of the same type' },
  notItself: { zh: '不能是自己', en: 'not itself' },
  kindServes: { zh: '座席类型与队列类型不符', en: 'the agent type does not serve queues of this type' },
  flowOfCalls: { zh: '应为用于呼叫的流程', en: 'a flow of calls' },
  flowPublished: { zh: '流程尚未发布', en: 'the flow is not published' },
  callsOnly: { zh: '仅适用于语音与视频队列', en: 'for queues of calls only' },
  mediaServes: { zh: '接入码类型与队列类型不符', en: 'the access code’s media does not fit the queue’s type' },
  platformOnly: { zh: '仅平台员工可有此权限', en: 'only staff of the platform may hold it' },
  beyondYours: { zh: '不能授予自己没有的权限', en: 'you cannot grant what you do not hold' },
  host: { zh: '应为主机名或 IP 地址', en: 'a host name or an IP address' },
  addresses: { zh: '应为 IP 地址或网段，以逗号分隔', en: 'IP addresses or networks such as 192.0.2.0/24, with commas between' },
  numberRanges: {
    zh: '应为号码、号段（如 4000-4999，首尾等长）或前缀（如 021*），以逗号分隔',
    en: 'numbers, ranges of equal length such as 4000-4999, or prefixes such as 021*, with commas between',
  },
  sipUser: { zh: '字母、数字和 + . _ ~ * -', en: 'letters, digits and + . _ ~ * -' },
  phoneUser: { zh: '小写字母、数字、点、下划线、连字符', en: 'lower-case letters, digits, dot, underscore, hyphen' },
  agentPhone: {
    zh: '应为号码、本租户话机的用户名或 sip: 地址',
    en: 'a number, the user name of one of the tenant’s phones, or a sip: address',
  },
  sipContact: {
    zh: 'sip: 地址的主机应是中继或运营方允许的网段',
    en: 'the sip: address must lead to a trunk or a network that the operator allows',
  },
  webApiEmbedded: { zh: 'Web API 方式只能嵌入打开', en: 'a Web API page is always embedded' },
  webApiParams: { zh: 'Web API 方式不传参数，数据由脚本提供', en: 'a Web API page is given its data by the script' },
  internalPage: { zh: '不适用于内部页面', en: 'does not apply to internal pages' },
  externalPage: { zh: '仅适用于内部页面', en: 'for internal pages only' },
  audioVideoOnly: { zh: '内部页面仅用于音视频工作台', en: 'internal pages are for the audio/video workbench only' },
  needsIndex: { zh: '没有索引字段，无法按号码查找', en: 'it has no index field to find a number by' },
  publishedOnly: { zh: '尚未发布', en: 'not published yet' },
  hiddenData: { zh: '此集成方式的地址中不能含呼叫数据占位符', en: 'with this pass mode the address may hold no call data' },
  pageCommand: { zh: '此命令只能由工作台页面发出', en: 'only a page of the workbench gives this command' },
  tableName: { zh: '中文、字母、数字、下划线', en: 'Chinese characters, letters, digits, underscore' },
  country: { zh: '两个大写字母的国家代码，如 CN', en: 'a country’s two letters, such as CN' },
  decimal: { zh: '应为数字，如 -12.50', en: 'a number such as -12.50' },
  calendarDate: { zh: '应为日期，如 2026-03-31', en: 'a date such as 2026-03-31' },
  clockTime: { zh: '应为 00:00–23:59 的时刻', en: 'a time from 00:00 to 23:59' },
  clockTimeTo: { zh: '应为 00:00–24:00 的时刻', en: 'a time from 00:00 to 24:00' },
  emptyRange: { zh: '起止时刻不能相同；全天请填 00:00–24:00', en: 'it begins when it ends; a whole day is 00:00–24:00' },
  endsBefore: { zh: '不能早于开始日期', en: 'it ends before it begins' },
  daysTwice: { zh: '日期与另一特殊日重叠', en: 'another special day has the same dates' },
  groupSkills: { zh: '按技能组配置的座席不另配技能队列', en: 'an agent of a skill group has no queues of its own' },
  groupServes: { zh: '技能组内没有此座席类型可服务的队列', en: 'the group has no queue that the agent type serves' },
  alwaysOpen: { zh: '没有选择工作时间的队列一直营业', en: 'a queue without working hours is always open' },
  asManyAccounts: { zh: '帐号数应与工号数相同', en: 'as many accounts as agent numbers' },
  oneDefault: { zh: '每种类型只能有一个默认队列', en: 'one default queue for each type' },
  timeOfDay: { zh: '应为时间，如 18:30 或 18:30:05', en: 'a time such as 18:30 or 18:30:05' },
  dictionaryItem: { zh: '应为值范围内的键或名称', en: 'a key or a label of the field’s values' },
  instant: { zh: '应为 UTC 时间，如 2026-03-31T08:00:00Z', en: 'an instant in UTC such as 2026-03-31T08:00:00Z' },
  form: { zh: '不符合要求的形式', en: 'not in the form that is wanted' },
  storable: { zh: '不能含空字符或残缺的字符', en: 'no NUL and no broken characters' },
  noControls: { zh: '不能含控制字符', en: 'no control characters' },
  textAndNumber: { zh: '仅适用于字符串与数字', en: 'for text and numbers only' },
  dictionaryOnly: { zh: '仅适用于字典', en: 'for dictionaries only' },
  headerName: { zh: '应为请求头名称，如 Authorization', en: 'the name of a header, such as Authorization' },
  headerOwn: { zh: '此请求头由系统设置', en: 'the server sets this header itself' },
  headerValue: { zh: '不能含换行或其他控制字符', en: 'no line breaks or other control characters' },
  interfaceUrl: {
    zh: '应为 http 或 https 的完整地址，不含用户名、空格和 #',
    en: 'an absolute http or https address without a user name, spaces or #',
  },
  answerUtf8: { zh: '不是 UTF-8 编码', en: 'it is not UTF-8' },
  answerNothing: { zh: '没有内容', en: 'there is nothing in it' },
  answerError: { zh: '是接口自己的错误报告，不是对象数组', en: 'it is the interface’s own report of an error, not an array of objects' },
  answerUnsuccessful: { zh: '不满足映射的成功条件', en: 'the mapping’s condition of success does not hold' },
  answerUnnamed: {
    zh: '映射所取的内容都不存在；查不到客户时的应答须由成功条件说明',
    en: 'nothing that the mapping names is in it; which answer means “no such customer” is for the condition of success to say',
  },
  answerJson: { zh: '不是有效的 JSON', en: 'it is not valid JSON' },
  answerArray: { zh: '应为数组', en: 'it should be an array' },
  answerObject: { zh: '应为对象', en: 'it should be an object' },
  answerString: { zh: '应为文字', en: 'it should be a text' },
  answerBoolean: { zh: '应为 true 或 false', en: 'it should be true or false' },
  answerMissing: { zh: '缺少此项', en: 'it is missing' },
  answerObjects: { zh: '最多 20 个对象', en: 'at most 20 objects' },
  answerFields: { zh: '最多 2000 个字段', en: 'at most 2,000 fields' },
  answerType: { zh: '应为 "1"、"2"、"3"、"4" 或 "5"', en: 'it should be "1", "2", "3", "4" or "5"' },
  answerLength: { zh: '应为 1–256 的整数', en: 'it should be a whole number from 1 to 256' },
  answerDictionary: { zh: '类型 5 须有 dictItems', en: 'type 5 needs its dictItems' },
  neverTheIndex: { zh: '索引不能是日期、时间或字典', en: 'the index is a text or a number' },
  oneIndex: { zh: '只能有一个索引', en: 'only one field is the index' },
  flowName: {
    zh: '字母、数字、下划线，以字母或下划线开头，最多 32 个字符',
    en: 'letters, digits and underscore, no digit first, 32 at most',
  },
  flowNodeId: { zh: '字母、数字、下划线、连字符，最多 32 个字符', en: 'letters, digits, underscore and hyphen, 32 at most' },
  flowReserved: { zh: '这是保留的名称', en: 'this name is reserved' },
  flowTarget: { zh: '应为变量，或 calldata. 加随路数据的键', en: 'a variable, or calldata. and a key of the attached data' },
  flowKey: { zh: '应为一个按键：0–9、* 或 #', en: 'one key: 0–9, * or #' },
  flowNodes: { zh: '最多 500 个节点', en: 'at most 500 nodes' },
  port: { zh: '端口应在 1–65535 内', en: 'a port from 1 to 65535' },
  passwordAccount: { zh: '不能含业务帐号', en: 'it must not contain the account' },
  passwordCommon: { zh: '不能是常见密码', en: 'it is a well-known password' },
  passwordVariety: { zh: '至少含 5 个不同字符', en: 'at least 5 different characters' },
  passwordSame: { zh: '不能与原密码相同', en: 'it must differ from the present one' },
} as const

export type FormatRule = keyof typeof formatRules

/** A text matching `pattern`; a mismatch is reported as FIELD_FORMAT with the words of `rule`. */
export const matching = (pattern: RegExp, rule: FormatRule): z.ZodString => z.string().regex(pattern, { error: rule })

/** As `matching`, for a number: it may be written with blanks, hyphens, brackets, `tel:` or full-width digits, and is kept without. */
export const matchingNumber = (pattern: RegExp, rule: FormatRule): z.ZodString =>
  z.string().overwrite(bareNumber).regex(pattern, { error: rule })

function bareNumber(text: string): string {
  const written = /^sips?:/i.test(text) ? null : writtenNumber(text)
  return written === null || written.extension !== null ? text : `${written.plus ? '+' : ''}${written.digits}`
}

interface Length {
  readonly min: number
  readonly max: number
}

/** Empty where nothing of it would be seen: a name of zero-width spaces is none. */
export const seen = (text: string): string => (/[^\p{Default_Ignorable_Code_Point}\p{Separator}\p{Control}]/u.test(text) ? text : '')

/** Text trimmed at both ends, its length counted in characters after that. */
export const text = (length: Length): z.ZodString => z.string().trim().overwrite(seen).min(length.min).max(length.max)

/** A whole number within a range. */
export const whole = (range: Length): z.ZodInt => z.int().min(range.min).max(range.max)

const int4Max = 2_147_483_647

/** A positive database id. */
export const id = z.int().positive().max(int4Max)

/** The version of an object that a change was made on. */
export const versionNumber = z.int().min(1).max(int4Max)

/** Path parameters and query values arrive as text. */
export const idText = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'digits' })
  .transform(Number)

/** An instant as ISO 8601 in UTC. */
export const instant = z.iso.datetime()

export const flagText = z.enum(['true', 'false']).transform((value) => value === 'true')
