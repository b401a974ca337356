// The workbench's end as the tests' page loads it.
export { LegacyBridge } from '../src/bridge-host/legacy-bridge.ts'
export { rememberFrame } from '../src/bridge-host/page-frames.ts'
export { PageBridge, wrappedPage } from '../src/bridge-host/page-bridge.ts'
