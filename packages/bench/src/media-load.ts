// The far sides of the media benchmark, in a process of their own: browsers (werift) and plain RTP telephones, each with a
// tone. Answers its parent's requests; says at the end who heard whom.
import { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { WeriftParty } from '@openseat/telephony/webrtc/werift-party'

const webTone = 1130
const rtpTone = 1870
const heardDb = -40

interface Pair {
  readonly web: WeriftParty
  readonly phone: RtpPhone
}

const pairs: Pair[] = []

export type Request =
  | { readonly type: 'offers' }
  | { readonly type: 'accept'; readonly index: number; readonly answerSdp: string }
  | { readonly type: 'speakTo'; readonly index: number; readonly sdp: string }
  | { readonly type: 'answer'; readonly index: number; readonly offerSdp: string }
  | { readonly type: 'heard' }
  | { readonly type: 'close' }

async function perform(request: Request): Promise<unknown> {
  switch (request.type) {
    case 'offers': {
      const pair = { web: new WeriftParty({ toneHz: webTone }), phone: await RtpPhone.open({ toneHz: rtpTone }) }
      pairs.push(pair)
      return { index: pairs.length - 1, web: await pair.web.offer(), rtp: pair.phone.negotiation.offer() }
    }
    case 'accept':
      return pairs[request.index]?.web.accept(request.answerSdp)
    case 'speakTo':
      return pairs[request.index]?.phone.speakTo(request.sdp)
    case 'answer': {
      const phone = pairs[request.index]?.phone
      const answer = phone?.negotiation.answer(request.offerSdp)
      phone?.speakTo(request.offerSdp)
      return answer?.sdp
    }
    case 'heard':
      return {
        web: pairs.filter(({ web }) => web.levelDb(rtpTone) > heardDb).length,
        rtp: pairs.filter(({ phone }) => phone.levelDb(webTone) > heardDb).length,
      }
    case 'close':
      for (const { web, phone } of pairs.splice(0)) {
        phone.close()
        await web.close()
      }
      return null
  }
}

process.on('message', ({ id, request }: { id: number; request: Request }) => {
  perform(request).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
