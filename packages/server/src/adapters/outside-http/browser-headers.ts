// How the server asks for a page that a browser is to show.

/** What decides about an answer; the name says who asks. */
export const browserHeaders = {
  'user-agent': 'Mozilla/5.0 (compatible; OpenSeat-Check/1.0)',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
  'upgrade-insecure-requests': '1',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'cross-site',
} as const
