// The catalogue of everything that can be refused: code → HTTP status and words in both languages.
// `{name}` in a text is filled from the error's params; what stands in `[…]` is said only where its name is known.
// A test walks the whole catalogue.

export interface ErrorText {
  readonly status: number
  readonly zh: string
  readonly en: string
}

const entry = (status: number, zh: string, en: string): ErrorText => ({ status, zh, en })

export const errorCatalogue = {
  // One field of a form or request
  FIELD_REQUIRED: entry(422, '{label}不能为空', '{label} is required'),
  FIELD_TYPE: entry(422, '{label}应为{expected}[，当前值 {value}]', '{label} must be of type {expected}[, it is {value}]'),
  FIELD_TOO_SHORT: entry(422, '{label}至少 {min} 个字符，当前 {actual} 个', '{label} needs at least {min} characters, it has {actual}'),
  FIELD_TOO_LONG: entry(422, '{label}最多 {max} 个字符，当前 {actual} 个', '{label} takes at most {max} characters, it has {actual}'),
  FIELD_TOO_FEW: entry(422, '{label}至少 {min} 项[，当前 {actual} 项]', '{label} needs at least {min} items[, it has {actual}]'),
  FIELD_TOO_MANY: entry(422, '{label}最多 {max} 项[，当前 {actual} 项]', '{label} takes at most {max} items[, it has {actual}]'),
  FIELD_TOO_SMALL: entry(422, '{label}不能小于 {min}，当前值 {value}', '{label} must not be below {min}, it is {value}'),
  FIELD_TOO_LARGE: entry(422, '{label}不能大于 {max}，当前值 {value}', '{label} must not be above {max}, it is {value}'),
  FIELD_NOT_WHOLE: entry(422, '{label}必须是整数[，当前值 {value}]', '{label} must be a whole number[, it is {value}]'),
  FIELD_FORMAT: entry(422, '{label}格式不正确：{rule}[，当前值 {value}]', '{label} is not in the right form: {rule}[, it is {value}]'),
  FIELD_NOT_ONE_OF: entry(422, '{label}只能是 {options} 之一，当前值 {value}', '{label} must be one of {options}, it is {value}'),
  FIELD_UNKNOWN: entry(422, '不认识的字段 {label}', 'Unknown field {label}'),
  FIELD_TAKEN: entry(409, '{label}“{value}”已被使用', '{label} “{value}” is already in use'),
  FIELD_REFERENCE: entry(422, '{label}所引用的“{value}”不存在', '{label} refers to “{value}”, which does not exist'),
  FIELD_RESERVED: entry(422, '{label}“{value}”是保留名称', '{label} “{value}” is a reserved name'),
  FIELD_NOT_APPLICABLE: entry(
    422,
    '{label}在此配置下不能填写：{rule}[，当前值 {value}]',
    '{label} does not apply here: {rule}[, it is {value}]',
  ),
  FIELD_FIXED: entry(
    422,
    '{label}创建后不能修改[，请求改为 {value}]',
    '{label} cannot be changed after creation[, it is to become {value}]',
  ),
  // The request as a whole
  REQUEST_INVALID: entry(422, '有 {count} 处需要修改', 'Entries that need correction: {count}'),
  REQUEST_MALFORMED: entry(400, '请求不是有效的 JSON：{reason}', 'The request is not valid JSON: {reason}'),
  REQUEST_MEDIA_TYPE: entry(
    415,
    '请求的内容类型应为 {expected}，当前为 {given}',
    'The request’s content type must be {expected}, it is {given}',
  ),
  REQUEST_CODING: entry(
    415,
    '请求内容不能经过编码（Content-Encoding: {given}），请直接发送',
    'The request must be sent as it is, not with Content-Encoding: {given}',
  ),
  REQUEST_METHOD: entry(405, '地址 {path} 不支持 {method}，可用：{allowed}', '{path} does not take {method}; it takes {allowed}'),
  REQUEST_TOO_MUCH: entry(400, '请求的内容过多或嵌套过深：{reason}', 'The request holds too much: {reason}'),
  REQUEST_TOO_SLOW: entry(408, '请求在 {seconds} 秒内没有传完', 'The request did not arrive within {seconds} s'),
  REQUEST_TOO_LARGE: entry(413, '请求超过 {max} 字节', 'The request exceeds {max} bytes'),
  REQUEST_PARAM_REPEATED: entry(400, '查询参数 {name} 重复', 'Query parameter {name} is given more than once'),
  REQUEST_HOST: entry(
    421,
    '此地址 {host} 不是本系统的地址；若应为本系统，请设置 OPENSEAT_PUBLIC_ORIGIN',
    '{host} is not an address of this installation; if it is meant to be, set OPENSEAT_PUBLIC_ORIGIN',
  ),
  REQUEST_ORIGIN: entry(
    403,
    '请求来源 {origin} 不被允许；若这是工作台的地址，请设置 OPENSEAT_PUBLIC_ORIGIN',
    'Requests from {origin} are not allowed; if that is the workbench’s address, set OPENSEAT_PUBLIC_ORIGIN to it',
  ),
  RANGE_REFUSED: entry(416, '请求的范围 {range} 超出文件大小 {bytes}', 'The range {range} is outside the file of {bytes} bytes'),
  REQUEST_RATE: entry(429, '请求过于频繁，请 {seconds} 秒后再试', 'Too many requests; try again in {seconds} s'),
  OVERLOADED: entry(503, '系统繁忙，请 {seconds} 秒后再试', 'There is too much to do at the moment; try again in {seconds} s'),
  ROUTE_NOT_FOUND: entry(404, '地址 {path} 不存在', 'There is nothing at {path}'),
  INTERNAL: entry(500, '系统内部错误，编号 {reference}', 'Internal error, reference {reference}'),
  STORE_BUSY: entry(
    503,
    '贵单位同时进行的查询过多，请稍后再试',
    'Too much of your organisation is being looked up at once; try again in a moment',
  ),
  STORE_UNAVAILABLE: entry(503, '数据库暂时不可用，请稍后再试', 'The database is unavailable for the moment; try again'),
  SECRET_UNREADABLE: entry(
    500,
    '用密钥 {key} 加密的机密无法读取：请恢复该密钥（OPENSEAT_KEK 或 OPENSEAT_KEK_OLDER），或重新填写',
    'A secret sealed with key {key} cannot be read: give that key back (OPENSEAT_KEK or OPENSEAT_KEK_OLDER), or write the secret anew',
  ),
  // Objects
  OBJECT_NOT_FOUND: entry(404, '{object}“{id}”不存在', '{object} “{id}” does not exist'),
  OBJECT_IN_USE: entry(409, '不能删除{object}“{name}”：正被 {users} 使用', '{object} “{name}” cannot be deleted: it is used by {users}'),
  OBJECT_CHANGED: entry(
    409,
    '{object}“{name}”已被他人修改，请刷新后再改',
    '{object} “{name}” was changed by someone else; reload and try again',
  ),
  OBJECT_LIMIT: entry(409, '{object}数量已达上限 {max}', 'The limit of {max} for {object} is reached'),
  OBJECT_BUILTIN: entry(409, '内置的{object}“{name}”不能修改或删除', 'The built-in {object} “{name}” cannot be changed or deleted'),
  PURCHASE_LIMIT: entry(409, '已购{kind}座席 {max} 个，已全部使用', 'All {max} purchased {kind} agents are in use'),
  ACCESS_CODE_AMBIGUOUS: entry(
    409,
    '接入码“{code}”与租户“{tenant}”的接入码“{other}”首部相同：在较短的接入码后拨分机号的客户会被接到另一租户',
    'Access code “{code}” and “{other}” of tenant “{tenant}” begin alike: whoever dials an extension behind the shorter one could reach the other tenant',
  ),
  ROUTE_TAKEN: entry(
    409,
    '被叫 {dialled} 不能使用：以此开头的号码已分配给其他租户',
    '{dialled} cannot be used: a number that it begins with belongs to another tenant',
  ),
  ROUTE_AMBIGUOUS: entry(
    409,
    '被叫 {dialled} 与已有被叫“{other}”拨号相同',
    '{dialled} would be dialled the same as the existing route “{other}”',
  ),
  ADDRESS_NOT_LISTED: entry(
    422,
    '地址 {origin} 不在白名单中，请向运营管理员申请',
    '{origin} is not on the address allowlist; ask the operator for it',
  ),
  ADDRESS_OWN: entry(422, '不能嵌入工作台自己的地址 {origin}', 'The workbench’s own address {origin} cannot be embedded'),
  PAGE_NO_NUMBER: entry(422, '来电没有号码，无法查询客户信息', 'The call brings no number to look the customer up by'),
  PAGE_IN_USE: entry(
    409,
    '不能取消发布“{name}”：正被弹屏 {users} 使用',
    '“{name}” cannot be taken back to a draft: it is shown by the screen pop {users}',
  ),
  TABLE_DRAFT: entry(409, '基础表“{name}”尚未发布', 'The base table “{name}” is not published yet'),
  TABLE_IMPORTING: entry(409, '基础表“{name}”正在导入，请稍后再改', 'Rows are being imported into “{name}”; change it afterwards'),
  TABLE_SEARCH_LIMIT: entry(
    409,
    '“{field}”不是索引且其值已隐藏，数据超过 {max} 行时不能按它查询，请按索引字段查询',
    '“{field}” is hidden and not the index: it cannot be searched by in more than {max} rows; search by the index',
  ),
  CSV_NAME: entry(
    422,
    '文件名只能含中文、字母、数字、下划线，以 .csv 结尾',
    'The file’s name must be Chinese characters, letters, digits and underscores, then .csv',
  ),
  CSV_ENCODING: entry(422, '文件不是 UTF-8 或 GB18030 编码', 'The file is neither UTF-8 nor GB18030'),
  CSV_HEADER: entry(422, '表头与模板不一致，应为：{expected}', 'The header differs from the template’s: {expected}'),
  CSV_BROKEN: entry(422, '第 {line} 行附近格式错误：引号没有闭合', 'Near line {line} a quote is not closed'),
  CSV_COLUMNS: entry(422, '应有 {expected} 列，实际 {actual} 列', 'There should be {expected} columns, there are {actual}'),
  CSV_REPEATED: entry(422, '与第 {line} 行的索引值相同', 'The same index value as in line {line}'),
  // What a company's service said of a customer
  INTERFACE_TIMEOUT: entry(
    504,
    '暂时没有客户信息：接口 {seconds} 秒内没有应答',
    'Customer information is not available: the interface did not answer within {seconds} s',
  ),
  INTERFACE_STATUS: entry(
    502,
    '暂时没有客户信息：接口应答 {status}',
    'Customer information is not available: the interface answered {status}',
  ),
  INTERFACE_UNREACHABLE: entry(
    502,
    '暂时没有客户信息：无法连接接口（{reason}）',
    'Customer information is not available: the interface cannot be reached ({reason})',
  ),
  INTERFACE_ANSWER: entry(
    502,
    '暂时没有客户信息：接口应答的 {path} 不正确：{rule}',
    'Customer information is not available: the interface’s answer is wrong at {path}: {rule}',
  ),
  INTERFACE_MAPPING: entry(
    502,
    '暂时没有客户信息：映射“{object}”的“{field}”出错，表达式 {expression}：{reason}',
    'Customer information is not available: the mapping fails at “{field}” of “{object}”, expression {expression}: {reason}',
  ),
  INTERFACE_MAPPING_STOPPED: entry(
    502,
    '暂时没有客户信息：映射耗时过长或占用过多内存',
    'Customer information is not available: the mapping takes too much time or memory',
  ),
  INTERFACE_TOO_LARGE: entry(
    502,
    '暂时没有客户信息：接口应答超过 {max} 字节',
    'Customer information is not available: the interface’s answer exceeds {max} bytes',
  ),
  INTERFACE_PAUSED: entry(
    503,
    '暂时没有客户信息：接口多次出错，{seconds} 秒后再试',
    'Customer information is not available: the interface failed repeatedly and is asked again in {seconds} s',
  ),
  INTERFACE_ADDRESS: entry(
    422,
    '暂时没有客户信息：接口的地址不被允许（内网地址须由运营管理员放行：直接写 IP，或在 OPENSEAT_OUTSIDE_NETWORKS 中列出其网段）',
    'Customer information is not available: the interface’s address is not allowed (a private one needs the operator’s permission: written as a number, or in a network of OPENSEAT_OUTSIDE_NETWORKS)',
  ),
  INTERFACE_BUSY: entry(
    429,
    '暂时没有客户信息：同时查询过多，请稍后再试',
    'Customer information is not available: too many questions at once; try again',
  ),
  INTERFACE_WITHDRAWN: entry(
    409,
    '暂时没有客户信息：此租户不再可以使用该接口',
    'Customer information is not available: the tenant may not use this interface any more',
  ),
  INTERFACE_IN_USE: entry(409, '租户“{tenant}”的页面正在使用此接口：{users}', 'Pages of the tenant “{tenant}” use this interface: {users}'),
  // Access
  LOGIN_REQUIRED: entry(401, '请先登录', 'Please log in first'),
  LOGIN_FAILED: entry(401, '帐号或密码不正确', 'The account or the password is wrong'),
  LOGIN_LOCKED: entry(429, '尝试次数过多，请 {seconds} 秒后再试', 'Too many attempts; try again in {seconds} s'),
  TENANT_SUSPENDED: entry(403, '租户已停用，请联系运营管理员', 'The tenant is suspended; contact the operator'),
  PASSWORD_CHANGE_REQUIRED: entry(403, '请先修改密码', 'Change your password first'),
  PASSWORD_WRONG: entry(422, '原密码不正确', 'The present password is wrong'),
  PASSWORD_WEAK: entry(422, '密码太弱：{rule}', 'The password is too weak: {rule}'),
  PERMISSION_MISSING: entry(403, '没有“{permission}”权限', 'You lack the permission “{permission}”'),
  RIGHTS_BEYOND: entry(
    403,
    '其中有您没有的权限（{permission}），您不能授予、收回或更改',
    'It holds a right that you do not have (“{permission}”): you cannot grant, withdraw or change it',
  ),
  // Agent seat and calls
  AGENT_NONE: entry(409, '该帐号没有绑定座席工号', 'This account is not bound to an agent number'),
  SEAT_TAKEN: entry(409, '工号 {agentNumber} 已在别处签入（{where}）', 'Agent {agentNumber} is already signed in elsewhere ({where})'),
  SEAT_STATE: entry(409, '当前状态“{state}”下不能{action}', '“{action}” is not possible while {state}'),
  SEAT_NOT_SIGNED_IN: entry(409, '请先签入', 'Sign in to your queues first'),
  SEAT_NOT_LEADER: entry(409, '此标签页不是主标签页，请先在此接管', 'Another tab of yours is in the lead; take the lead here first'),
  QUEUE_NOT_YOURS: entry(422, '座席没有技能队列“{queue}”的技能', 'The agent does not have the skill of queue “{queue}”'),
  CALL_NOT_FOUND: entry(404, '呼叫 {callId} 不存在或已结束', 'Call {callId} does not exist or has ended'),
  CALL_STATE: entry(409, '呼叫处于“{state}”，不能{action}', 'The call is {state}: “{action}” is not possible'),
  CALL_NUMBER: entry(
    422,
    '“{number}”不是可以拨打的号码：应为数字（可含 +、空格、连字符、括号，以及末尾的分机号）',
    '“{number}” is not a number that can be dialled: digits, with +, blanks, hyphens, brackets and an extension where you like',
  ),
  CALL_NUMBER_LENGTH: entry(
    422,
    '号码“{number}”太长：带国家代码最多 15 位，否则最多 20 位',
    'The number “{number}” is too long: at most 15 digits with the code of its country, 20 without',
  ),
  CALL_UNREACHABLE: entry(422, '号码 {number} 无法接通：没有可用的线路', 'The number {number} cannot be reached: no line leads there'),
  CALL_LINKED: entry(409, '呼叫 {callId} 已有进行中的咨询', 'Call {callId} already has a consultation'),
  CALL_NOT_LINKED: entry(409, '呼叫 {callId} 没有进行中的咨询', 'Call {callId} has no consultation'),
  AGENT_UNAVAILABLE: entry(409, '座席 {agentNumber} 当前“{state}”，不能呼叫', 'Agent {agentNumber} cannot be called: {state}'),
  AGENT_UNKNOWN: entry(422, '座席 {agentNumber} 不存在', 'There is no agent {agentNumber}'),
  AGENT_SELF: entry(422, '不能呼叫或转接给自己', 'You cannot call or transfer to yourself'),
  AGENT_NO_PHONE: entry(409, '工号 {agentNumber} 没有配置话机', 'Agent {agentNumber} has no telephone configured'),
  AGENT_PHONE_OFF: entry(409, '您的话机没有注册，来电无法接到话机上', 'Your telephone is not registered: no call could reach it'),
  ANSWER_ON_PHONE: entry(409, '请在话机上接听', 'Answer on your telephone'),
  QUEUE_UNKNOWN: entry(422, '技能队列 {queue} 不存在或不受理此类呼叫', 'Queue {queue} does not exist or does not take such calls'),
  QUEUE_UNSTAFFED: entry(409, '技能队列“{queue}”无人上班', 'Nobody is on duty in queue “{queue}”'),
  INSPECTOR_ONLY: entry(
    403,
    '只有质检员可以这样做，且其角色须有“监听与干预通话”权限',
    'Only inspectors whose role has the permission “Supervise calls and agents” may do this',
  ),
  VIDEO_IMPOSSIBLE: entry(409, '对方的终端不支持视频', 'The other end cannot show video'),
  RECORDING_REFUSED: entry(409, '此队列的设置不允许座席控制录音', 'The queue’s settings do not let the agent switch the recording'),
  CALL_NO_CALLER_NUMBER: entry(409, '租户没有可用于外呼的接入码', 'The tenant has no access code to call out with'),
  MEDIA_FAILED: entry(502, '音频建立失败：{reason}', 'The audio could not be set up: {reason}'),
  MEDIA_OFFER: entry(422, '音频协商内容无效：{reason}', 'The media offer is not usable: {reason}'),
  COMMAND_UNKNOWN: entry(400, '不认识的指令 {command}', 'Unknown command {command}'),
  PHONE_NUMBER_TAKEN: entry(409, '号码 {number} 已被另一部网页电话使用', 'The number {number} is used by another browser telephone'),
  WIDGET_OFF: entry(404, '呼叫组件不存在或已停用', 'This call button does not exist or is switched off'),
  WIDGET_BUSY: entry(429, '目前呼叫较多，请稍后再试', 'All lines of this page are in use; please try again later'),
  VISITOR_MEDIA: entry(422, '此组件不提供这种呼叫', 'This call button does not offer such calls'),
  VISITOR_PASS: entry(403, '本页面的呼叫凭证无效，请刷新页面', 'This page’s pass for the call is not valid; please reload the page'),
  VISITOR_PASS_EXPIRED: entry(
    403,
    '本页面的呼叫凭证已过期，请刷新页面',
    'This page’s pass for the call has expired; please reload the page',
  ),
  VISITOR_PASS_USED: entry(
    409,
    '本页面的呼叫凭证已使用，请刷新页面',
    'This page’s pass for the call was used already; please reload the page',
  ),
  PHONE_DISABLED: entry(403, '网页电话未启用', 'The browser telephone is switched off'),
} as const satisfies Record<string, ErrorText>

export type ErrorCode = keyof typeof errorCatalogue
