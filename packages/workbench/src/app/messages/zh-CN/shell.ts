export const shell = {
  shell: {
    brand: 'OpenSeat 开席',
    demo: '演示数据',
    skip: '跳到内容',
    language: '语言',
    phone: '网页电话',
    rail: { label: '主导航', workbench: '语音', inspector: '质检', records: '记录', operator: '运营', configuration: '配置' },
    theme: { label: '外观', system: '跟随系统', light: '浅色', dark: '深色' },
    person: { menu: '{name} 的菜单', logOut: '退出', inCall: '请先结束通话再退出。' },
    logIns: {
      title: '登录设备',
      current: '当前设备',
      since: '登录于 {time}',
      lastSeen: '最近活动 {time}',
      end: '在该设备退出',
      everywhere: '在所有设备上退出',
      ended: '已在该设备退出',
    },
    notFound: { title: '没有这个页面', text: '地址可能写错了，或者页面已经移走。', home: '回到首页' },
    notAllowed: { title: '没有权限', text: '此页需要以下权限之一：{permissions}。请联系管理员。' },
  },
  login: {
    title: '登录',
    loginHint: "帐号{'@'}租户，例如 wangmin{'@'}demo；运营管理员只填帐号",
    verb: '登录',
  },
  password: {
    title: '修改密码',
    forced: '您使用的是初始密码。请先设置自己的密码，再继续。',
    verb: '修改密码',
    done: '密码已修改',
  },
}
