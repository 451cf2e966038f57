export * from '../../jws/index.cjs';
