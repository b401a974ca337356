/** What the workbench says of a contact. */
export interface ContextClaims {
  readonly iss: string
  readonly aud: string
  readonly sub: string
  readonly iat: number
  readonly exp: number
  readonly jti: string
  readonly call: Readonly<Record<string, string>>
}

export function verifyContextToken(token: string, expected: { readonly issuer: string; readonly audience: string }): Promise<ContextClaims>
