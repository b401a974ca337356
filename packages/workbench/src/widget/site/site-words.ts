// The few words of the call button itself; the rest stands in the frame.
const zh = {
  call: '联系客服',
  close: '收起',
  step: { asking: '正在呼叫', calling: '正在呼叫', waiting: '等待客服', talking: '通话中', idle: '', ended: '' },
  shut: '呼叫窗口打不开：本站未获允许，或客服系统没有应答。',
}

const en: typeof zh = {
  call: 'Contact us',
  close: 'Hide',
  step: { asking: 'Calling', calling: 'Calling', waiting: 'Waiting', talking: 'In call', idle: '', ended: '' },
  shut: 'The call window cannot be opened: this site is not allowed, or the call centre does not answer.',
}

/** By `data-lang`, else the page's own language, else the browser's. */
export const siteWords = (language: string) => (/^zh/i.test(language) ? zh : en)
