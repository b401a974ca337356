// Custom pages as agents see them.
export const customPages = {
  customPage: {
    loading: 'Looking the customer up…',
    noRecord: 'No record of this customer',
    addRecord: 'Add a record',
    addTo: 'Add to “{name}”',
    numberFilled: 'The index is given this call’s number by the system.',
    added: 'The customer’s record was added',
    required: 'required',
    empty: 'none',
    reveal: 'Show {name} in full (it stands in the audit log)',
    conceal: 'Hide {name} again',
    copy: 'Copy {name}',
    failed: 'Customer information is not available',
    retry: 'Try again',
    stale: 'It could not be refreshed; this is from {time}. {problem}',
    asOf: 'As of {time}',
    again: 'Look up again',
  },
}
