// What the enterprise's pages ask of the workbench, and what is said to them.
export const bridge = {
  page: {
    openHere: '查看“{name}”',
    back: '返回',
    refused: '页面外呼未执行：{reason}',
    outbound: {
      NOT_SIGNED_IN: '座席未签入',
      CHANNEL_UNAVAILABLE: '邮件和 WhatsApp 渠道暂不可用',
      NO_QUEUE: '座席没有签入音视频技能队列',
      ALREADY_DIALLING: '上一个外呼正在进行',
      BAD_NUMBER: '“{number}”不是电话号码',
      WORKBENCH_OFFLINE: '工作台未连接',
      NOT_LEADING: '页面由工作台的另一标签页负责',
    },
    windows: {
      title: '独立窗口中的页面',
      unknown: '部分企业页面会在浏览器窗口中打开，请检查浏览器是否允许。',
      allowed: '浏览器允许打开页面窗口。',
      stopped: '浏览器拦截了窗口：请点击地址栏末尾的图标，选择始终允许本站的弹出窗口，然后再检查一次。否则每个页面都要点击打开。',
      check: '检查弹出窗口',
    },
    message: { UNKNOWN_COMMAND: '没有命令“{name}”', BAD_REQUEST: '“{name}”的参数不可用', TOO_MANY: '一秒内的请求过多，“{name}”没有执行' },
    tooMany: '页面 {origin} 一秒内请求的外呼过多，其余没有执行。',
  },
}
