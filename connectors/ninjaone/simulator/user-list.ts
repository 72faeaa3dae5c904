/** The users of the simulated tenant, and the edits made to it. */
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import type { NinjaOneFault } from './faults.ts';
import { idOf, indexAfter } from './ids.ts';
import { makeTypedUser, makeUser, type SimulatedUser } from './users.ts';

export interface UserEdit {
  /** So many per cent of the users (spread evenly) get another phone number, some are enabled or disabled. */
  changePercent?: number;
  /** Taken from the end of the list. */
  removeCount?: number;
  addCount?: number;
}

/** Gets each user as made; gives back what is sent instead, or undefined when the user is gone. Called for every page. */
export type UserMutator = (user: SimulatedUser, index: number) => SimulatedUser | undefined;

export interface UserList {
  edit(edit: UserEdit): void;
  setUsers(mutator: UserMutator | undefined): void;
  /** Users before the mutator. */
  count(): number;
  /** JSON texts of up to `size` users after the given id, each with its comma; never more than a thousand at once. */
  chunks(options: {
    after: number;
    size: number;
    hasRoles: boolean;
    userType: string | null;
    /** In the shape of the lists of end users and technicians. */
    isTyped?: boolean;
  }): Generator<string>;
}

const chunkSize = 1_000;

export function makeUserList(
  seed: number,
  initialCount: number,
  faults: FaultBoard<NinjaOneFault>,
): UserList {
  let count = initialCount;
  let generation = 0;
  let changePercent = 0;
  let mutator: UserMutator | undefined;
  const isChanged = (index: number) => changePercent > 0 && (index * 37) % 100 < changePercent;

  return {
    edit(edit) {
      if (edit.changePercent !== undefined) {
        changePercent = edit.changePercent;
        generation += 1;
      }
      count = Math.max(0, count - (edit.removeCount ?? 0)) + (edit.addCount ?? 0);
    },
    setUsers(next) {
      mutator = next;
    },
    count: () => count,
    *chunks({ after, size, hasRoles, userType, isTyped }) {
      const userFaults = {
        duplicateEmails: faults.isOn('duplicate-emails'),
        usersWithoutEmail: faults.isOn('users-without-email'),
        wrongTypes: faults.isOn('wrong-types'),
      };
      const isDoubled = faults.isOn('duplicate-records');
      let left = size;
      let separator = '';
      for (let index = after < idOf(0) ? 0 : indexAfter(after, count); index < count && left > 0; ) {
        let text = '';
        for (const end = Math.min(index + chunkSize, count); index < end && left > 0; index += 1) {
          const made = makeUser(seed, index, isChanged(index) ? generation : 0, hasRoles, userFaults);
          const user = mutator ? mutator(made, index) : made;
          if (!user || (userType !== null && user.userType !== userType)) continue;
          const json = JSON.stringify(isTyped ? makeTypedUser(user) : user);
          text += separator + json;
          separator = ',';
          if (isDoubled && index % 50 === 2) text += separator + json;
          left -= 1;
        }
        if (text !== '') yield text;
      }
    },
  };
}
