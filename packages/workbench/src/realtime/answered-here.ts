// The call that the agent answered by hand in this tab: it may come to the front whatever the agent was at.
import { ref } from 'vue'

export const answeredHere = ref<string | null>(null)
