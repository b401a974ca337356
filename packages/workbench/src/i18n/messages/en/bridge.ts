// What the enterprise's pages ask of the workbench, and what is said to them.
export const bridge = {
  page: {
    openHere: 'Look at “{name}”',
    back: 'Back',
    refused: 'A page wanted to call: {reason}',
    outbound: {
      NOT_SIGNED_IN: 'the agent is not signed in',
      CHANNEL_UNAVAILABLE: 'e-mail and WhatsApp are not available',
      NO_QUEUE: 'the agent is signed in to no audio/video queue',
      ALREADY_DIALLING: 'an earlier call is still being dialled',
      BAD_NUMBER: '“{number}” is no telephone number',
      WORKBENCH_OFFLINE: 'the workbench is not connected',
      NOT_LEADING: 'another tab of the workbench has the pages',
    },
    windows: {
      title: 'Pages in windows of their own',
      unknown: 'Some company pages open in browser windows. Check whether this browser lets them.',
      allowed: 'This browser lets the pages open.',
      stopped:
        'This browser stops the windows: click the sign at the end of the address bar, always allow pop-ups of this site, and check again. Without it each page needs a click.',
      check: 'Check pop-up windows',
    },
    message: {
      UNKNOWN_COMMAND: 'There is no command “{name}”',
      BAD_REQUEST: 'The parameters of “{name}” are not usable',
      TOO_MANY: 'Too much was asked for within a second: “{name}” was not done',
    },
    tooMany: 'The page {origin} asked for too many calls within a second; the rest were not made.',
  },
}
