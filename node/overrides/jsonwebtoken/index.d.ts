export * from '../../jsonwebtoken/index.cjs';
