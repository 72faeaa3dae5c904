import { apply } from './apply.ts';
import { backup, restore } from './backup.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { deleteCommand, eraseCommand } from './erase.ts';
import { exportCommand } from './export.ts';
import { migrateCommand } from './migrate.ts';
import { recoverUserCommand } from './recover-user.ts';
import { rotateMasterKeyCommand } from './rotate-master-key.ts';
import { serve, work } from './serve.ts';
import { sync } from './sync.ts';

export const commands: Record<string, Command> = {
  serve,
  work,
  sync,
  apply,
  export: exportCommand,
  erase: eraseCommand,
  delete: deleteCommand,
  migrate: migrateCommand,
  backup,
  restore,
  'rotate-master-key': rotateMasterKeyCommand,
  'recover-user': recoverUserCommand,
  demo,
};
