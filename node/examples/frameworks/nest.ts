// An API with NestJS whose callers have tokens of an identity provider.

import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

// snippet: nest import
import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { RemoteKeys, Verifier } from 'jotkit';
import { bearer } from 'jotkit/nest';

// snippet end

/** Makes the service for an issuer. */
export async function createService(issuer: string) {
  // snippet: nest
  const verifier = new Verifier(new RemoteKeys(issuer), { issuer, audience: 'api' });

  @Controller()
  class Api {
    @Get('me')
    @UseGuards(bearer(verifier))
    me(@Req() request: { claims: object }) {
      return request.claims;
    }

    @Get('orders')
    @UseGuards(bearer(verifier, { scope: ['read'] }))
    orders() {
      return [];
    }
  }
  // snippet end

  @Module({ controllers: [Api] })
  class App {}
  return NestFactory.create(App, { logger: false });
}
