// What is said of sound files that people bring, and of prompts.
import { entry } from './error-text.ts'

export const soundErrors = {
  SOUND_UNKNOWN: entry(
    422,
    '“{name}”既不是 WAV 也不是 MP3 文件：请用录音软件另存为“WAV（PCM，16 位）”',
    '“{name}” is neither WAV nor MP3: save it from your sound program as WAV (PCM, 16 bits)',
  ),
  SOUND_BROKEN: entry(
    422,
    '文件已损坏或没有传完整（{detail}）：请重新导出后再上传',
    'The file is damaged or incomplete ({detail}): export it again, then upload it',
  ),
  SOUND_ENCODING: entry(
    422,
    '不支持的 WAV 编码 {detail}：可用 PCM（8、16、24、32 位）、32 位浮点、A 律、μ 律',
    'WAV of encoding {detail} is not read: use PCM of 8, 16, 24 or 32 bits, floats of 32 bits, A-law or mu-law',
  ),
  SOUND_CHANNELS: entry(422, '文件有 {detail} 个声道，只能是 1 或 2 个', 'The file has {detail} channels; it may have 1 or 2'),
  SOUND_RATE: entry(
    422,
    '采样率为 {detail} Hz，应在 6000 到 48000 Hz 之间',
    'The sample rate is {detail} Hz; it must be from 6,000 to 48,000 Hz',
  ),
  SOUND_EMPTY: entry(422, '文件里没有声音', 'There is no sound in the file'),
  SOUND_LONG: entry(422, '声音超过 {max} 秒', 'The sound is longer than {max} s'),
  SOUND_NO_MP3: entry(
    422,
    '此服务器不能读取 MP3（未安装 mpg123）：请上传 WAV，或请运营管理员安装',
    'This server cannot read MP3 (mpg123 is not installed): upload WAV, or ask the operator to install it',
  ),
  SOUND_FAILED: entry(422, '文件无法转换，请换一种格式再试', 'The file could not be converted: try another format'),
  PROMPT_SHARE: entry(
    409,
    '语音共占 {used} MB，加上这个文件将超过 {max} MB：请先删除不用的语音',
    'Prompts take {used} MB, and with this file would take more than {max} MB: delete some that are not used',
  ),
  PROMPT_OF_TEXT: entry(409, '语音“{name}”由文本合成，不能上传文件', 'Prompt “{name}” is spoken from its text: no file belongs to it'),
  PROMPT_SILENT: entry(404, '语音“{name}”还没有声音', 'Prompt “{name}” has no sound yet'),
} as const
