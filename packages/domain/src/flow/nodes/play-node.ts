// Says prompts to the end, or until a key is pressed.
import { type NodeKind, required, spoken } from './node-kind.ts'
import { languageOf } from './scope.ts'

export const play: NodeKind<'play'> = {
  in: spoken,
  waits: 'outside',
  ends: false,
  branches: () => required('next'),
  behaviour: ({ prompts, language, interruptible, clearKeys }, scope) => {
    const pieces = scope.prompts('config.prompts', prompts)
    return {
      enter: (at) => ({
        wait: 'prompt',
        asks: [{ do: 'playPrompts', prompts: pieces(at), language: languageOf(language, at), interruptible, clearsKeys: clearKeys }],
      }),
      on: ({ type }) => (type === 'promptEnded' ? { go: 'next' } : undefined),
    }
  },
}
