// One word per thing: code name → the words shown to people. The interface takes its labels from here.
import { fieldWords } from './field-words.ts'
import type { Language } from './app-error.ts'

const word = (zh: string, en: string): { zh: string; en: string } => ({ zh, en })

export const vocabulary = {
  tenant: word('租户', 'Tenant'),
  tenantAdmin: word('租户管理员', 'Tenant administrator'),
  operator: word('运营管理员', 'Operator'),
  staff: word('员工', 'Staff'),
  role: word('角色', 'Role'),
  agent: word('座席', 'Agent'),
  agentNumber: word('座席工号', 'Agent number'),
  account: word('业务帐号', 'Account'),
  skillQueue: word('技能队列', 'Skill queue'),
  skill: word('技能', 'Skill'),
  skillGroup: word('技能组', 'Skill group'),
  prompt: word('语音', 'Prompt'),
  pronunciation: word('读音', 'Pronunciation'),
  workingHours: word('工作时间', 'Working hours'),
  calledRoute: word('被叫', 'Called route'),
  accessCode: word('接入码', 'Access code'),
  extensionCode: word('扩展码', 'Extension code'),
  screenPop: word('来电弹屏', 'Screen pop'),
  popParam: word('弹屏参数', 'Pop parameter'),
  allowList: word('地址白名单', 'Address allowlist'),
  region: word('国家、号码与时区', 'Country, numbers and time zone'),
  systemParameter: word('系统参数', 'System parameter'),
  busyReason: word('示忙原因', 'Busy reason'),
  trunk: word('中继', 'Trunk'),
  customerInterface: word('客户信息接口', 'Customer interface'),
  outboundRoute: word('外呼路由', 'Outbound route'),
  phone: word('话机', 'Phone'),
  widget: word('网页呼叫组件', 'Web call widget'),
  customPage: word('页面配置', 'Custom page'),
  baseTable: word('基础表', 'Base table'),
  baseTableRow: word('数据表的行', 'Row of a data table'),
  tableImport: word('导入', 'Import'),
  signingKey: word('签名密钥', 'Signing key'),
  flow: word('流程', 'Flow'),
  callReason: word('来电原因', 'Call reason'),
  recording: word('录音', 'Recording'),
  contactRecord: word('接触记录', 'Contact record'),
  contextToken: word('上下文令牌', 'Context token'),
  address: word('网络地址', 'Network address'),
  route: word('接口', 'Route'),
  auditLog: word('审计日志', 'Audit log'),
  call: word('呼叫', 'Call'),
  callId: word('呼叫ID', 'Call ID'),
  callerNumber: word('主叫号码', 'Caller number'),
  calledNumber: word('被叫号码', 'Called number'),
  attachedData: word('随路数据', 'Attached data'),
  callData: word('呼叫数据', 'Call data'),
  signIn: word('签入', 'Sign in'),
  signOut: word('签出', 'Sign out'),
  logOut: word('退出', 'Log out'),
  voiceWorkbench: word('音视频工作台', 'Audio/video workbench'),
} as const

/** Why a company's service cannot be reached. */
export const connectionFailureWords = {
  refused: word('连接被拒绝', 'the connection is refused'),
  dns: word('主机名无法解析', 'its name is not known'),
  tls: word('TLS 失败', 'TLS failed'),
  broken: word('连接中断', 'the connection broke'),
} as const

export const agentStateWords = {
  signedOut: word('未签入', 'Signed out'),
  idle: word('空闲', 'Idle'),
  busy: word('示忙', 'Busy'),
  rest: word('休息', 'Rest'),
  ringing: word('振铃', 'Ringing'),
  talking: word('通话中', 'In call'),
  wrapUp: word('整理', 'Wrap-up'),
} as const

export const callStateWords = {
  ringing: word('振铃', 'Ringing'),
  dialling: word('正在呼叫', 'Dialling'),
  alerting: word('对方振铃', 'Alerting'),
  talking: word('通话中', 'Talking'),
  held: word('保持', 'On hold'),
  ended: word('已结束', 'Ended'),
} as const

/** What an agent does, as a verb in a refusal. */
export const commandWords = {
  signIn: word('签入', 'sign in'),
  signOut: word('签出', 'sign out'),
  takeOver: word('接管', 'take over'),
  takeLead: word('设为主标签页', 'take the lead'),
  setIdle: word('示闲', 'go idle'),
  setBusy: word('示忙', 'go busy'),
  setRest: word('休息', 'take a rest'),
  extendWrapUp: word('延长整理', 'extend wrap-up'),
  finishWrapUp: word('结束整理', 'finish wrap-up'),
  setAutoAnswer: word('设置自动接听', 'set auto-answer'),
  answer: word('接听', 'answer'),
  hangUp: word('挂断', 'hang up'),
  hold: word('保持', 'hold'),
  retrieve: word('取回', 'retrieve'),
  mute: word('静音', 'mute'),
  sendDigits: word('发送按键', 'send keys'),
  dial: word('外呼', 'call out'),
  callInside: word('内部呼叫', 'call inside'),
  blindTransfer: word('直接转接', 'transfer'),
  consult: word('咨询', 'consult'),
  completeTransfer: word('完成转接', 'complete the transfer'),
  takeBack: word('取回客户', 'take the customer back'),
  swap: word('切换', 'swap'),
  conference: word('三方通话', 'start a three-party call'),
  record: word('录音', 'record'),
  video: word('切换视频', 'switch video'),
  videoSignal: word('建立视频', 'set up video'),
  supervise: word('监听', 'supervise'),
  intercept: word('拦截', 'intercept'),
  forceState: word('强制状态', 'force a state'),
  forceRelease: word('强制释放', 'force a release'),
  watchBoard: word('查看看板', 'watch the board'),
  mediaOffer: word('建立音频', 'set up the audio'),
  popReport: word('报告弹屏', 'report on a page'),
} as const

export const directionWords = {
  inbound: word('呼入', 'Inbound'),
  outbound: word('呼出', 'Outbound'),
  internal: word('内部', 'Internal'),
} as const

export const callPurposeWords = {
  customer: word('客户通话', 'Customer call'),
  consult: word('咨询', 'Consultation'),
  internal: word('内部呼叫', 'Internal call'),
  supervision: word('质检', 'Supervision'),
} as const

export const supervisionModeWords = {
  listen: word('监听', 'Listen'),
  whisper: word('私语辅导', 'Whisper'),
  bargeIn: word('插入', 'Barge in'),
} as const

export const recordingStateWords = {
  off: word('未录音', 'Not recording'),
  on: word('录音中', 'Recording'),
  paused: word('录音已暂停', 'Recording paused'),
} as const

export const forcedActionWords = {
  idle: word('强制示闲', 'set idle'),
  busy: word('强制示忙', 'set busy'),
  rest: word('强制休息', 'put to rest'),
  signedOut: word('强制签出', 'signed out'),
  release: word('强制释放', 'call released'),
  intercept: word('通话被拦截', 'call taken over'),
} as const

export const agentDeviceWords = { browser: word('浏览器', 'Browser'), phone: word('话机', 'Telephone') } as const

export const mediaTypeWords = { audio: word('语音', 'Audio'), video: word('视频', 'Video') } as const

export const releaseCauseWords = {
  customerHangUp: word('客户挂断', 'Customer hung up'),
  agentHangUp: word('座席挂断', 'Agent hung up'),
  abandoned: word('客户放弃排队', 'Abandoned while waiting'),
  waitExpired: word('排队超时', 'Waited too long'),
  overflow: word('排队人数已满', 'Queue full'),
  offDuty: word('无人上班', 'Nobody on duty'),
  closed: word('非工作时间', 'Outside working hours'),
  noRoute: word('号码未配置', 'Number not routed'),
  noAnswer: word('无人接听', 'No answer'),
  rejected: word('对方拒接', 'Rejected'),
  calleeBusy: word('对方忙', 'Callee busy'),
  unreachable: word('无法接通', 'Unreachable'),
  phoneUnreached: word('座席话机未接通', 'Agent’s telephone not reached'),
  unknownNumber: word('空号', 'Number does not exist'),
  calleeMoved: word('对方号码已转移', 'Callee has moved to another number'),
  networkFailure: word('网络故障', 'Network failure'),
  connectionLost: word('连接中断', 'Connection lost'),
  agentSignedOut: word('座席签出', 'Agent signed out'),
  mediaFailed: word('音频建立失败', 'Audio could not be set up'),
  tenantSuspended: word('租户已停用', 'Tenant suspended'),
  transferred: word('已转接', 'Transferred'),
  otherPartyHangUp: word('对方挂断', 'Other party hung up'),
  forcedRelease: word('质检员强制释放', 'Released by an inspector'),
  tooLong: word('超过最长通话时间', 'Longest call time reached'),
  nothingLeft: word('所属通话已结束', 'Its call had ended'),
  takenBack: word('座席取回客户', 'Agent took the customer back'),
  flowEnded: word('流程结束', 'The flow ended'),
  flowFailed: word('流程出错，已告知来电者', 'The flow failed; the caller was told'),
} as const

/** How a page fared that did not load. */
export const frameOutcomeWords = {
  blocked: word('被阻止', 'blocked'),
  timedOut: word('超时', 'timed out'),
} as const

export const agentRoleWords = {
  agent: word('普通话务员', 'Agent'),
  inspector: word('质检员', 'Inspector'),
  outbound: word('外呼座席', 'Outbound agent'),
} as const

export const agentKindWords = {
  audio: word('音频', 'Audio'),
  video: word('视频', 'Video'),
  multimedia: word('多媒体', 'Multimedia'),
  universal: word('全能型', 'Universal'),
} as const

export const queueTypeWords = {
  voice: word('语音', 'Voice'),
  video: word('视频', 'Video'),
  multimedia: word('多媒体', 'Multimedia'),
  'voice-click': word('语音点击通话', 'Voice click-to-call'),
  'video-click': word('视频点击通话', 'Video click-to-call'),
} as const

export const recordingPolicyWords = {
  never: word('不录音', 'Never'),
  onDemand: word('由座席开启', 'By the agent'),
  always: word('全程录音', 'Always'),
} as const

export const callDataWords = {
  callerNum: word('主叫号码', 'Caller number'),
  calledNum: word('被叫号码', 'Called number'),
  callid: word('呼叫ID', 'Call ID'),
  mediaType: word('媒体类型', 'Media type'),
  callType: word('呼叫类型', 'Call type'),
  workNo: word('平台工号', 'Agent number'),
  callskill: word('技能队列', 'Skill queue'),
  callskillid: word('技能队列编号', 'Skill queue number'),
  agentName: word('业务帐号', 'Business account'),
  numberLabel: word('号码标识', 'Number label'),
} as const

/** The label of a field; its own name when it has none. */
export function fieldLabel(field: string, language: Language): string {
  const words = (fieldWords as Record<string, { zh: string; en: string } | undefined>)[field]
  return words ? words[language === 'en' ? 'en' : 'zh'] : field
}
