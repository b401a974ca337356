// The agent's workbench: contacts, pages, side.
export const contacts = {
  contacts: {
    label: 'Contacts',
    group: { ringing: 'Ringing', active: 'Active', wrapUp: 'Wrap-up', ended: 'Ended' },
    none: 'No contacts',
    close: 'Close contact {number}',
    closeVerb: 'Close contact',
    closeAll: 'Close all',
    unloaded: {
      title: 'The pages of this contact were closed',
      text: 'Pages of the last three ended contacts stay open. Open these again: they load anew, with the same data.',
      open: 'Open again',
    },
    empty: {
      idle: { title: 'Waiting for calls', text: 'A call will appear at the left, and the company pages open here.' },
      signedOut: {
        title: 'Not signed in',
        text: 'Sign in above to take calls. To try it, dial an access code with the browser telephone.',
      },
      other: { title: 'Taking no calls now', text: 'Calls are given to you once you go idle above.' },
      phone: 'Open the browser telephone',
    },
    inside: {
      title: 'Call with {name}',
      consult: 'The colleague asks about customer {number}. If the call is transferred to you, the pages open here.',
      internal: 'A call between agents has no pages.',
    },
    wrapUp: {
      text: 'The call has ended: wrap-up',
      left: '{time} left',
      extend: 'Extend',
      finish: 'Finish wrap-up',
      finishHint: 'Finish wrap-up (Ctrl+Enter in the notes). Writing in the last seconds extends it.',
    },
    endedBanner: 'The call has ended: {cause}. The pages stay until you close this contact.',
    notLead: {
      title: 'The pages are in another tab',
      text: 'Another tab of yours has the sound and pages of this seat.',
      take: 'Take the lead here',
    },
  },
  pop: {
    tabs: 'Screen-pop pages',
    none: { title: 'No screen pop', text: 'No page opened for this contact.' },
    waiting: {
      title: 'Pages open on answer',
      text: 'They will open here when the call is answered.',
      tabs: 'They come to the front when the call is answered. A tab above is there already: click to look at it now.',
    },
    is: { waiting: 'not opened', loading: 'loading', ready: 'ready', doubtful: 'see remark', blocked: 'blocked', late: 'timed out' },
    window: {
      is: { open: 'in its window', stopped: 'stopped: click to open', waiting: 'click to open', notListed: 'not on the allowlist' },
      title: {
        open: 'Bring the window of “{name}” to the front',
        stopped: 'The browser did not let “{name}” open; one click opens it',
        waiting: 'Open “{name}” in a window of its own',
        notListed: 'The address of “{name}” is not on the allowlist',
      },
      stoppedToast: 'The browser did not let “{name}” open. Open it with the button over the contact.',
      howTo:
        'The browser stopped a window. Open it here; to have windows open by themselves, click the sign at the end of the address bar and always allow pop-ups of this site.',
      openNow: 'Open “{name}”',
      only: { title: 'The pages are in windows of their own', text: 'Click a page’s name above to see its window.' },
    },
    restored: 'This page was open before the reload.',
    open: 'Open the page',
    retry: 'Try again',
    inWindow: 'Open in a window',
    ask: 'Ask for this host',
    late: {
      title: 'No page came within 10 seconds',
      text: '{host} did not answer in time, or gave a file to save. Try again, or open it in a window.',
    },
    doubt: {
      refused:
        'Seen from the server, {host} forbids other sites to show this page (X-Frame-Options or frame-ancestors). If the browser shows an error above, open the page in a window; its owner can admit the address of this workbench.',
      pdf: 'This address of {host} gives a PDF, which browsers do not show in an embedded page. Open it in a window.',
      pdfInside:
        'This page of {host} shows a PDF in itself, which browsers do not show in an embedded page. Open it in a window to see the PDF.',
    },
    tooLong: {
      title: 'The address of the page is too long',
      text: 'With this call’s data the address has {bytes} bytes; most servers take no more than 8,000 and {host} would show nothing. An administrator can pass the data by POST.',
      open: 'Open all the same',
    },
    unreachable: {
      title: 'The page cannot be reached',
      text: '{host} does not answer. Check the network or try again later; if it stays so, tell an administrator.',
    },
    again: 'Load this page again',
    violation: {
      title: 'The page was blocked',
      text: 'The page went to {origin}, which is not on the allowlist. Open it in a window; if it ought to be allowed, an administrator can ask for this host.',
    },
    notListed: {
      title: 'The address of the page is not on the allowlist',
      text: '{origin} is not on the allowlist of this tenant and was not opened. An administrator can ask the operator for it.',
    },
  },
  side: {
    label: 'Call details',
    show: 'Show call details',
    hide: 'Hide call details',
    attached: 'Attached data',
    noAttached: 'No attached data',
    call: 'This call',
    customer: 'Customer',
    other: 'Other side',
    direction: 'Direction',
    queue: 'Skill queue',
    callId: 'Call ID',
    arrived: 'Arrived at {number}',
    dialled: 'Dialled {number}',
    offered: 'Offered to {agentNumber} after {time}',
    answered: 'Answered',
    ended: 'Ended: {cause}',
    history: 'Earlier contacts',
    noHistory: 'No earlier contact with this number',
    talked: '{direction} {time}',
  },
}
