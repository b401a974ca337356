// The staff form: new people get an account and an initial password; an account does not change later.
import { staff as people, type RouteResponse, type Staff } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { useForm } from '../../../ui/use-form.ts'

type Created = RouteResponse<'createStaff'>

const emptyStaff = { account: '', name: '', organisation: '', phone: '', email: '', active: true, roleIds: [] as number[] }

function editable(staff: Staff) {
  const { name, organisation, phone, email, active, roleIds } = staff
  return { name, organisation, phone, email, active, roleIds: [...roleIds] }
}

/** A whole change as the server takes it, of one person. */
export const staffChange = (staff: Staff, change: Partial<ReturnType<typeof editable>>) => ({
  ...editable(staff),
  ...change,
  version: staff.version,
})

export function useStaffForm(staff: Staff | null, onCreated: (created: Created) => void) {
  if (staff === null) {
    return useForm({
      schema: () => people.input,
      values: { ...emptyStaff },
      send: async (body) => onCreated(await call('createStaff', { body })),
    })
  }
  return useForm<Partial<typeof emptyStaff>>({
    schema: () => people.change,
    values: editable(staff),
    send: async (values) => {
      await call('changeStaff', { params: { id: staff.id }, body: staffChange(staff, values) })
    },
  })
}
