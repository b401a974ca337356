// Entry of the lab by itself (`npm run lab -- URL`): no log-in, no session.
import { createApp } from 'vue'
import { followLanguage, i18n } from '../app/language.ts'
import { followTheme } from '../app/theme.ts'
import LabApp from './LabApp.vue'
import '../app/element.css'
import '../app/theme.css'
import '../app/page.css'

followTheme()
followLanguage()
createApp(LabApp).use(i18n).mount('#app')
