import { describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useSignIn, type SignInPort } from './use-sign-in.ts'

function context(change: Partial<SignInPort> = {}) {
  const closed: unknown[] = []
  const port: SignInPort = {
    openMicrophone: vi.fn((id: string | null) => Promise.resolve({ id } as unknown as MediaStream)),
    closeMicrophone: (stream) => void (stream && closed.push(stream)),
    listDevices: (kind) => Promise.resolve([{ id: kind, name: kind }]),
    meter: (_, onLevel) => {
      onLevel(0.5)
      return { close: vi.fn() }
    },
    microphoneId: ref(null),
    leftOut: ref([]),
    lastDevice: ref('browser'),
    phone: () => '',
    queues: () => [
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ],
    ...change,
  }
  const signIn = effectScope().run(() => useSignIn(port))
  if (!signIn) throw new Error('no scope')
  return { port, signIn, closed }
}

describe('the check before signing in', () => {
  it('shows the level and lets the agent go on with all queues', async () => {
    const { signIn } = context()
    expect(signIn.mayGoOn.value).toBe(false)
    await signIn.checkMicrophone()
    expect(signIn.level.value).toBe(0.5)
    expect(signIn.queueIds.value).toEqual([1, 2])
    expect(signIn.mayGoOn.value).toBe(true)
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
  ])('stops at %s and says %s', async (name, problem) => {
    const { signIn } = context({ openMicrophone: () => Promise.reject(new DOMException('', name)) })
    await signIn.checkMicrophone()
    expect(signIn.problem.value).toBe(problem)
    expect(signIn.mayGoOn.value).toBe(false)
  })

  it('remembers the queues that were left out, but never leaves all out', async () => {
    const leftOut = ref([1])
    expect(context({ leftOut }).signIn.queueIds.value).toEqual([2])
    expect(context({ leftOut: ref([1, 2]) }).signIn.queueIds.value).toEqual([1, 2])
    const { signIn } = context({ leftOut })
    signIn.chooseQueues([1])
    expect(leftOut.value).toEqual([2])
  })

  it('lets go of the microphone when another is chosen and when closed', async () => {
    const { port, signIn, closed } = context()
    await signIn.checkMicrophone()
    port.microphoneId.value = 'other'
    await nextTick()
    expect(closed).toHaveLength(1)
    await vi.waitFor(() => expect(signIn.checking.value).toBe(false))
    signIn.close()
    expect(closed).toHaveLength(2)
  })

  it('drops a microphone that opens after the dialog was closed', async () => {
    const { signIn, closed } = context()
    const check = signIn.checkMicrophone()
    signIn.close()
    await check
    expect(closed).toHaveLength(1)
  })

  it('asks for no microphone when the agent takes calls on a telephone', async () => {
    const lastDevice = ref<'browser' | 'phone'>('phone')
    const { signIn, port, closed } = context({ lastDevice, phone: () => '8001' })
    signIn.start()
    expect(port.openMicrophone).not.toHaveBeenCalled()
    expect(signIn.device.value).toBe('phone')
    expect(signIn.mayGoOn.value).toBe(true)
    lastDevice.value = 'browser'
    await vi.waitFor(() => expect(signIn.level.value).toBe(0.5))
    lastDevice.value = 'phone'
    await nextTick()
    expect(closed).toHaveLength(1)
  })

  it('is the browser when the agent has no telephone any more', () => {
    expect(context({ lastDevice: ref('phone') }).signIn.device.value).toBe('browser')
  })
})
