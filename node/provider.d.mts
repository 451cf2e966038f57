export * from './provider.cjs';
