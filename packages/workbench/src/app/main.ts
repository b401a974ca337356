// Entry. Puts the parts together; everything a person does begins in the router.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { configureApi } from '../api/call.ts'
import { mayLeave, warnBeforeUnload } from '../ui/unsaved.ts'
import App from './App.vue'
import { followLanguage, i18n } from '../i18n/language.ts'
import { createAppRouter } from './router.ts'
import { useSession } from '../session/session.ts'
import { followTheme } from '../ui/theme.ts'
import '../ui/element.css'
import '../ui/theme.css'
import '../ui/page.css'

followTheme()
followLanguage()

const app = createApp(App)
app.use(createPinia())
app.use(i18n)

const session = useSession()
const router = createAppRouter(session, mayLeave)
app.use(router)

const here = () => router.currentRoute.value
configureApi({
  events: {
    loginRequired: session.end,
    passwordChangeRequired: () => {
      if (here().path !== '/password' && !session.isInterrupted) void router.push({ path: '/password', query: { return: here().fullPath } })
    },
  },
})

window.addEventListener('beforeunload', warnBeforeUnload)
app.mount('#app')
