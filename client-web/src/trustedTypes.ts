interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: Record<string, (value: string) => string>): unknown
}

// Must run before any other code: the server's policy only allows what this default policy lets through.
const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes

const ownScript = /^\/(sw\.js|assets\/[\w.-]+\.m?js)$/

factory?.createPolicy('default', {
  createHTML(value) {
    if (value.includes('<')) throw new TypeError('Markup from text is refused.')
    return value
  },
  createScriptURL(value) {
    const url = new URL(value, location.origin)
    if (url.origin !== location.origin || !ownScript.test(url.pathname))
      throw new TypeError('Foreign script refused.')
    return value
  },
})

export {}
