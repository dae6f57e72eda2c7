import { Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { SECOND_MS } from '../clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { EngineClient } from './engine-client.js';
import { Notifications } from './notifications.js';
import { OldRows } from './old-rows.system.repository.js';
import { CONNECT_TIMEOUT_MS, SILENCE_MS, STATEMENT_TIMEOUT_MS } from './patience.js';
import { SYSTEM_DATA_SOURCE, SystemDatabase } from './system-database.js';
import { Transactions } from './transactions.js';

const logger = new Logger('Database');

function connection(url: string, purpose: string, { database }: EngineConfig): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url,
    applicationName: `engine-${purpose}`,
    poolSize: database.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: EngineClient,
      keepAlive: true,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: database.silenceMs ?? SILENCE_MS,
    },
    // A restart of Postgres breaks idle connections; the pool replaces them and only a line in the log remains.
    poolErrorHandler: (error: Error) =>
      logger.warn(`One of the ${purpose} connections broke: ${error.message}`),
    installExtensions: false,
    synchronize: false,
    logging: false,
    retryAttempts: 5,
    retryDelay: SECOND_MS,
  };
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [ENGINE_CONFIG],
      useFactory: (config: EngineConfig) => ({
        ...connection(config.database.appUrl, 'app', config),
        autoLoadEntities: true,
      }),
    }),
    TypeOrmModule.forRootAsync({
      name: SYSTEM_DATA_SOURCE,
      inject: [ENGINE_CONFIG],
      useFactory: (config: EngineConfig) => connection(config.database.systemUrl, 'system', config),
    }),
  ],
  providers: [Transactions, SystemDatabase, Notifications, OldRows],
  exports: [Transactions, SystemDatabase, Notifications, OldRows],
})
export class DatabaseModule {}
