const word = (zh: string, en: string): { zh: string; en: string } => ({ zh, en })

/** What an agent is told who was signed out by a change of settings. */
export const signedOutWords = {
  agentRemoved: word('管理员删除了您的座席工号', 'the administrator has removed your agent number'),
  noQueue: word('管理员的改动使您没有可服务的技能队列', 'a change by the administrator left you no skill queue to serve'),
  noPhone: word('管理员移除了您的座席话机', 'the administrator has removed your telephone'),
} as const
