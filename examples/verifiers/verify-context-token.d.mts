/** What the workbench says of a contact. */
export interface ContextClaims {
  readonly iss: string
  readonly aud: string
  readonly tenant: string
  readonly sub: string
  readonly iat: number
  readonly exp: number
  readonly jti: string
  readonly call: Readonly<Record<string, string>>
}

export interface Expected {
  readonly issuer: string
  readonly audience: string
  readonly tenant: string
}

export function verifyContextToken(token: string, expected: Expected): Promise<ContextClaims>
