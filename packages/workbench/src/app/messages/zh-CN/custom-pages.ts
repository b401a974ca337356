// Custom pages as agents see them.
export const customPages = {
  customPage: {
    loading: '正在查询客户信息…',
    noRecord: '没有此客户的记录',
    addRecord: '新增记录',
    addTo: '新增到“{name}”',
    numberFilled: '索引由系统填入此来电的号码。',
    added: '已新增客户记录',
    required: '必填',
    empty: '无',
    reveal: '查看{name}的完整值（会记入审计日志）',
    conceal: '隐藏{name}的完整值',
    copy: '复制{name}',
    failed: '客户信息不可用',
    retry: '重试',
    stale: '未能更新，以下是 {time} 的信息。{problem}',
    asOf: '数据取自 {time}',
    again: '重新查询',
  },
}
