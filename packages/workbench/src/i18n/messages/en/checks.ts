export const checks = {
  checks: {
    title: 'Check of {name}',
    column: 'Check',
    run: 'Check',
    again: 'Check again',
    running: 'Checking the page…',
    what: 'The server asks for this address and sees whether it can open in the workbench.',
    needsAddress: 'Fill in the whole address to have it checked.',
    at: 'Checked {at}',
    never: 'This page has not been checked yet. Screen pops that are on are checked each night.',
    of: 'Screen pop {name}: {outcome}. See the check',
    edit: 'Change screen pop',
    separate: 'Open in a window of its own',
    separated: 'The page will open in a window of its own once you save.',
    outcome: { ok: 'OK', warns: 'Attention', stops: 'Fails', none: 'Not checked' },
    summary: {
      ok: 'Nothing is wrong: the page can open as it is set.',
      warns: 'The page can open, but see what follows.',
      stops: 'As it is set, agents do not see this page, or not the call’s data.',
    },
    severity: { stops: 'Problem', warns: 'Attention', info: 'Note' },
    finding: {
      addressUnlisted: '{origin} is not on the allowlist: the page does not pop and was not checked.',
      addressForbidden:
        '{host} is in a network that the server must not ask, so it was not checked. Agents’ browsers may reach it; to have it checked, the operator must list it as an address written in numbers, or open its network with OPENSEAT_OUTSIDE_NETWORKS.',
      nameUnknown: 'There is no host {host}, or the server’s network cannot resolve it.',
      connectionRefused: '{origin} cannot be reached ({detail}). Is the page’s server running, and are its port and firewall open?',
      tlsInvalid: 'The certificate of {origin} is not valid ({detail}); browsers refuse it. The page’s owner needs a valid one.',
      timedOut: '{origin} did not answer in time.',
      answerBroken: 'The answer of {origin} is incomplete, or is not HTTP ({detail}).',
      statusError: 'The page answers with error status {status}.',
      accessDenied: 'The page denies access (status {status}). The check is not logged in; make sure that it opens for agents who are.',
      noContent: 'The page’s answer is empty (status {status}): there is nothing to show.',
      redirectUnlisted:
        'The page redirects to {address}, which is not on the allowlist: in a frame it is blocked, and the check ends here.',
      redirectDowngrade:
        'The page redirects from {from} to {origin}, which is not encrypted: data travels in plain text, and a workbench on HTTPS has it blocked.',
      redirectLoop: 'The page redirected {count} times and never arrived. Often it waits for its own cookie, which a frame does not get.',
      redirectDropsForm:
        '{origin} redirects with status {status} to another address of the same page, {address}: browsers go on with GET, and the form with the call’s data is lost.',
      postRefused:
        'The page does not take a form (POST): status {status}; by GET it opens. Status 403 or 419 is mostly a cross-site token check, which the owner must lift for this address.',
      frameAncestors: 'The policy of {address} does not let the workbench frame it: {value}',
      frameOptionsDeny: '{address} forbids all frames: X-Frame-Options: {value}',
      frameOptionsSameOrigin: '{address} allows frames of its own site only: X-Frame-Options: {value}',
      frameOptionsConflict: 'The X-Frame-Options of {address} contradict each other ({value}), so browsers forbid frames.',
      frameOptionsAllowFrom: 'Today’s browsers ignore X-Frame-Options: {value}, so any site may frame the page. Replace it as follows.',
      frameOptionsUnknown: 'Browsers do not know X-Frame-Options: {value} and ignore it.',
      frameOptionsOverruled: 'X-Frame-Options: {value} has no effect: the page’s policy (frame-ancestors) overrules it.',
      mixedPage: 'The workbench is on HTTPS, and browsers do not put a page that is not encrypted into it: {origin}.',
      mixedParts: 'The encrypted page loads {count} scripts, styles or frames over plain HTTP, which browsers block, such as {example}',
      cookieSameSite:
        'In a frame browsers do not send the cookie {names} (SameSite=None and Secure are missing); often the page then asks to log in again and again.',
      cookieInsecure: 'The cookie {names} has SameSite=None without Secure: browsers drop it.',
      cookieUnpartitioned: 'The cookie {names} is not Partitioned: browsers that block third-party cookies do not send it in a frame.',
      downloaded: 'Browsers download this address instead of showing it (type {type}).',
      notPage: 'This address does not give a web page (type {type}).',
      pdf: 'The address gives a PDF. Browsers show none in a frame that is kept as safely as this one.',
      pdfInside:
        'The page shows a PDF in itself. Browsers show none in a frame that is kept as safely as this one; the rest of the page works.',
      openerIsolated:
        'With the page’s Cross-Origin-Opener-Policy: {value} the workbench cannot find its open window again: each call opens another one.',
      sharedHost:
        'This address is on the workbench’s own host ({host}) with another port. Cookies know no ports: whoever opens it sends the workbench’s log-in to {origin}, and who runs the service there can use the agent’s log-in. Serve the page under another host name.',
      addressTooLong: 'The address has {bytes} bytes; most servers take {max} at most, and the page does not show.',
      addressGrows:
        'The attached data {name} travels in the address. Where it is long, the address has more than {max} bytes, most servers refuse it, and agents are told so in the page’s place.',
      loginFirst:
        'The check is not logged in and was led to the log-in page {address}: it ends there. Agents who are logged in get the page; others see the log-in in its place.',
      loginOutside:
        'The check is not logged in and was led to the log-in page {address}: it ends there. That page allows no frames, and rightly so, nothing is to be changed in it: agents log in once in a window of its own, then load the page anew.',
      loginUnlisted:
        'The check is not logged in and was led to the log-in page {address}, which is not on the allowlist: it ends there. Agents who are logged in do not pass by it; for others it is blocked in a frame, and they log in in a window of its own.',
      emptyRefused:
        'Where a caller withholds the number, or nothing is attached, the fields {names} are empty. The check posted them so once, and the page answered {status}. Its owner reads empty values, or the screen pop leaves empty parameters out.',
      formForwarded:
        'The page takes the form and redirects with status {status} to {address}: that is as it should be if it has read the data by then.',
    },
    advice: {
      setHeader: 'The page’s owner sets this response header:',
      setDirective: 'The page’s owner puts this into its Content-Security-Policy, in place of the one of that name:',
      removeHeader: 'The page’s owner removes this response header:',
      useAddress: 'Use the encrypted address:',
      listHost: 'Ask the operator to put this on the allowlist:',
      openSeparate: 'Or change the screen pop to open in a window of its own.',
      passByPost: 'Or pass the data by POST.',
      passByGet: 'Or pass the data by URL GET.',
      keepMethod: 'The page’s owner redirects with a status that keeps the form:',
    },
  },
}
