// Logging in and changing one's password: what is asked, and where it leads.
import { logInSchema, passwordChangeSchema } from '@openseat/contracts'
import { useRoute, useRouter } from 'vue-router'
import { call } from '../../api/call.ts'
import { safeReturn } from '../../session/permissions.ts'
import { useSession } from '../../session/session.ts'
import { useForm } from '../../ui/use-form.ts'

/** Goes where the person wanted to go, else to their home, which the guard knows. */
export function useOnward(): () => Promise<void> {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  return async () => {
    const home = session.me ? '/' : '/login'
    await router.replace(safeReturn(route.query['return']) ?? home)
  }
}

export function useLogInForm() {
  const session = useSession()
  return useForm({
    schema: () => logInSchema,
    values: { login: '', password: '' },
    send: async ({ login, password }) => void (await session.logIn(login, password)),
    guarded: false,
  })
}

/** For whoever is logged in here, or was until now. */
export function useLogInAgainForm() {
  const session = useSession()
  const { account = '', tenantCode = '', tenantId = 0 } = session.me ?? {}
  return useForm({
    schema: () => logInSchema,
    // Operators give the account alone.
    values: { login: tenantId === 0 ? account : `${account}@${tenantCode}`, password: '' },
    send: async ({ login, password }) => void (await session.logIn(login, password)),
    guarded: false,
  })
}

export function usePasswordForm() {
  const session = useSession()
  return useForm({
    schema: () => passwordChangeSchema,
    values: { currentPassword: '', newPassword: '' },
    send: async (values) => {
      await call('changePassword', { body: values })
      session.passwordChanged()
    },
    guarded: false,
  })
}
