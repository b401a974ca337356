// A page that lives beside the calls: the workbench loads it once and tells it of every contact by AICCSupport.js.
// Copy it. What arrives comes from outside: it is shown by textContent only, never by innerHTML.
'use strict'

const texts = {
  zh: {
    title: '通话伴随',
    waiting: '等待工作台',
    connected: '已连接',
    ringing: '来电振铃',
    talking: '通话中',
    released: '已结束',
    agent: '工号 ',
    contact: '当前联系',
    none: '还没有通话。',
    dial: '一键外呼',
    number: '号码',
    audio: '语音呼叫',
    video: '视频呼叫',
    dialling: '正在呼叫，呼叫ID ',
    refused: '没有呼出：',
    log: '收到的事件',
  },
  en: {
    title: 'Beside the call',
    waiting: 'Waiting for the workbench',
    connected: 'Connected',
    ringing: 'Ringing',
    talking: 'In a call',
    released: 'Ended',
    agent: 'Agent ',
    contact: 'This contact',
    none: 'No call yet.',
    dial: 'Call with one click',
    number: 'Number',
    audio: 'Call',
    video: 'Video call',
    dialling: 'Calling, call ',
    refused: 'Not called: ',
    log: 'Events that arrived',
  },
}

const language = (new URLSearchParams(location.search).get('lang') || navigator.language).toLowerCase().startsWith('zh') ? 'zh' : 'en'
const text = texts[language]
const byId = (id) => document.getElementById(id)
const show = (id, content) => void (byId(id).textContent = content)

/** A new element with plain text in it. */
function element(name, content) {
  const made = document.createElement(name)
  made.textContent = content
  return made
}

/** The customer's side of the call. */
const customerNumber = ({ callType, callerNum, calledNum }) => (callType === '1' ? calledNum : callerNum)

function showContact(data) {
  show('no-contact', '')
  byId('contact').replaceChildren(...Object.entries(data).flatMap(([name, value]) => [element('dt', name), element('dd', value)]))
  byId('number').value = customerNumber(data) || ''
}

/** One line for each event, the newest first. */
function log(name, data) {
  byId('log').prepend(element('li', `${new Date().toLocaleTimeString(language)} ${name} ${data.callid || ''}`))
}

const states = { Init: text.connected, Ringing: text.ringing, Talking: text.talking, Release: text.released }

for (const [name, words] of Object.entries(states)) {
  AICCSupport.addHandler(name, (data) => {
    log(name, data)
    show('state', words)
    show('agent', text.agent + data.workNo)
    if (data.callid !== null) showContact(data)
  })
}
// The agent turns to another contact: its data comes with the event.
AICCSupport.addHandler('Switch', (data) => {
  log('Switch', data)
  showContact(data)
})
AICCSupport.addHandler('IvrReturn', (data) => log(`IvrReturn ${data.verifyTypeCode} ${data.verifyResult}`, data))

byId('dial').addEventListener('submit', async (event) => {
  event.preventDefault()
  const result = await AICCSupport.clickToOutbound({ mediaType: event.submitter.value, calledNum: byId('number').value.trim() })
  show('dial-result', result.ok ? text.dialling + result.callid : text.refused + result.message)
})

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
document.title = text.title
show('title', text.title)
show('state', text.waiting)
show('contact-title', text.contact)
show('no-contact', text.none)
show('dial-title', text.dial)
show('number-label', text.number)
show('call-audio', text.audio)
show('call-video', text.video)
show('log-title', text.log)
document.body.setAttribute('data-ready', 'true')
