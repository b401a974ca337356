// Numbers of SRTP's packet forms.

/** RTCP's first eight bytes stay readable. */
export const RTCP_CLEAR_BYTES = 8
export const ENCRYPTED_FLAG = 0x8000_0000

export const rolloverBytes = (rollover: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(rollover >>> 0)
  return bytes
}
