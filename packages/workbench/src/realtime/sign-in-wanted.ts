// Somebody on another page needs the agent signed in: the connection bar opens its dialog.
import { ref } from 'vue'

export const signInWanted = ref(false)
