// How each control of a call looks: its icon, its key, its place among the others.
import {
  ArrowLeftRight,
  CircleDot,
  CirclePause,
  CircleStop,
  Grip,
  Merge,
  Mic,
  Pause,
  Phone,
  PhoneForwarded,
  PhoneOff,
  Play,
  Undo2,
  Users,
  Video,
  VideoOff,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { CallControl } from './call-controls.ts'
import type { shortcutKeys } from './shortcuts.ts'

export interface ControlButton {
  readonly icon: Component
  readonly testId: string
  readonly shortcut?: keyof typeof shortcutKeys
  readonly tone?: 'end' | 'reject' | 'answer' | 'accent'
  /** Its word goes where the bar is narrow. */
  readonly folds?: 'always' | 'inConsultation' | 'besideRecording'
  /** A line sets it apart from those before it. */
  readonly apart?: true
}

export const controlButtons: Readonly<Record<CallControl, ControlButton>> = {
  hold: { icon: Pause, testId: 'call-hold', shortcut: 'hold' },
  retrieve: { icon: Play, testId: 'call-retrieve', shortcut: 'hold' },
  mute: { icon: Mic, testId: 'call-mute', shortcut: 'mute', folds: 'inConsultation' },
  keyPad: { icon: Grip, testId: 'call-keypad', shortcut: 'keyPad', folds: 'inConsultation' },
  transfer: { icon: PhoneForwarded, testId: 'call-transfer', shortcut: 'transfer' },
  completeTransfer: { icon: Merge, testId: 'call-complete-transfer', shortcut: 'completeTransfer', tone: 'accent' },
  conference: { icon: Users, testId: 'call-conference', shortcut: 'conference', folds: 'besideRecording' },
  swap: { icon: ArrowLeftRight, testId: 'call-swap', shortcut: 'swap', folds: 'inConsultation' },
  takeBack: { icon: Undo2, testId: 'call-take-back', shortcut: 'takeBack' },
  videoRequest: { icon: Video, testId: 'call-video-request', folds: 'always' },
  videoStop: { icon: VideoOff, testId: 'call-video-stop', folds: 'always' },
  recordStart: { icon: CircleDot, testId: 'call-record-start', shortcut: 'record', folds: 'always' },
  recordPause: { icon: CirclePause, testId: 'call-record-pause', shortcut: 'record', folds: 'always' },
  recordResume: { icon: CircleDot, testId: 'call-record-resume', shortcut: 'record', folds: 'always' },
  recordStop: { icon: CircleStop, testId: 'call-record-stop', folds: 'always' },
  reject: { icon: PhoneOff, testId: 'call-reject', shortcut: 'end', tone: 'reject', folds: 'inConsultation', apart: true },
  answer: { icon: Phone, testId: 'call-answer', shortcut: 'answer', tone: 'answer' },
  hangUp: { icon: PhoneOff, testId: 'call-hang-up', shortcut: 'end', tone: 'end', folds: 'inConsultation', apart: true },
}
