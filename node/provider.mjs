import provider from './provider.cjs';

export const { MAX_BODY_BYTES, Provider, endpointOf, postgres, sqlite } = provider;
