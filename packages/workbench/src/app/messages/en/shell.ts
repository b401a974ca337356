export const shell = {
  shell: {
    brand: 'OpenSeat',
    demo: 'Demo data',
    skip: 'Skip to content',
    language: 'Language',
    phone: 'Browser telephone',
    rail: {
      label: 'Main navigation',
      workbench: 'Voice',
      inspector: 'Live',
      records: 'Records',
      operator: 'Operator',
      configuration: 'Settings',
    },
    theme: { label: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark' },
    person: { menu: 'Menu of {name}', logOut: 'Log out', inCall: 'End the call before you log out.' },
    logIns: {
      title: 'Log-ins',
      current: 'This one',
      since: 'since {time}',
      lastSeen: 'last seen {time}',
      end: 'Log out there',
      everywhere: 'Log out everywhere',
      ended: 'Logged out there',
    },
    notFound: { title: 'There is no such page', text: 'The address may be mistyped, or the page has moved.', home: 'Go to the start page' },
    notAllowed: { title: 'You may not see this', text: 'This page needs one of these permissions: {permissions}. Ask your administrator.' },
  },
  login: {
    title: 'Log in',
    loginHint: "account{'@'}tenant, such as wangmin{'@'}demo; operators give the account alone",
    verb: 'Log in',
    ended:
      'Your log-in has ended: you were logged out elsewhere, your account was changed, or its time was over. Log in again to go on where you were.',
  },
  password: {
    title: 'Change password',
    forced: 'You are using an initial password. Set one of your own before you go on.',
    verb: 'Change password',
    done: 'Password changed',
  },
}
