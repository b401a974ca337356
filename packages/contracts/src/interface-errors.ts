// What a company's service said of a customer: part of the error catalogue.
import { entry } from './error-text.ts'

export const interfaceErrors = {
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
    '暂时没有客户信息：映射“{object}”的“{field}”出错，表达式 {expression}：{fault}[（{detail}）]',
    'Customer information is not available: the mapping fails at “{field}” of “{object}”, expression {expression}: {fault}[ ({detail})]',
  ),
  // What agents are told in place of the paths and expressions that the operator reads
  INTERFACE_EMPTY: entry(
    502,
    '暂时没有客户信息：接口的应答是空的',
    'Customer information is not available: the interface’s answer is empty',
  ),
  INTERFACE_REPORTED: entry(
    502,
    '暂时没有客户信息：企业的接口报告了错误',
    'Customer information is not available: the company’s service reports an error of its own',
  ),
  INTERFACE_UNREADABLE: entry(
    502,
    '暂时没有客户信息：接口的应答无法识别，请告知管理员',
    'Customer information is not available: the interface’s answer cannot be read; tell your administrator',
  ),
  INTERFACE_TO_CHECK: entry(
    502,
    '暂时没有客户信息：接口的映射须检查，请告知管理员',
    'Customer information is not available: the interface’s mapping needs checking; tell your administrator',
  ),
  INTERFACE_CLOSED: entry(
    422,
    '暂时没有客户信息：接口的地址没有放行，请告知管理员',
    'Customer information is not available: the interface’s address is not open to this server; tell your administrator',
  ),
  // Of single fields, for the operator: the cards are shown all the same
  INTERFACE_FIELD: entry(502, '{path}：{rule}', '{path}: {rule}'),
  INTERFACE_FIELD_MAPPING: entry(
    502,
    '“{object}”的“{field}”，表达式 {expression}：{fault}[（{detail}）]',
    '“{field}” of “{object}”, expression {expression}: {fault}[ ({detail})]',
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
} as const
