package jotkit

// Names for a file that imports both `jotkit.*` and `java.security.*`, where the shorter ones mean
// two types. Importing one of them by its name, as `import jotkit.Key`, helps too.

/** See [Key]. */
public typealias JotkitKey = Key

/** See [Policy]. */
public typealias JotkitPolicy = Policy

/** See [Signer]. */
public typealias JotkitSigner = Signer
