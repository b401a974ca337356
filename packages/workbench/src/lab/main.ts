// Entry of the lab by itself (`npm run lab -- URL`): no log-in, no session.
import { createApp } from 'vue'
import { followLanguage, i18n } from '../i18n/language.ts'
import { followTheme } from '../ui/theme.ts'
import LabApp from './LabApp.vue'
import '../ui/element.css'
import '../ui/theme.css'
import '../ui/page.css'

followTheme()
followLanguage()
createApp(LabApp).use(i18n).mount('#app')
