import { makeError } from '../../errors.ts';
import { hostOf } from '../../model/host-of.ts';
import { holdsMoreValues } from '../../model/measure-json.ts';
import type { ReadLimits } from '../../model/read-limits.ts';
import type { SendPort } from './send-port.ts';

/** Refuses answers that would take too long to parse: lists, details, single records and whatever else is asked for. */
export function limitAnswers(
  port: SendPort,
  { answerValues: limit }: Pick<ReadLimits, 'answerValues'>,
): SendPort {
  return {
    async send(request, signal) {
      const response = await port.send(request, signal);
      if (!holdsMoreValues(response.text, limit)) return response;
      throw makeError('CONNECTOR_ANSWER_TOO_LARGE', { host: hostOf(response.url) ?? 'the vendor', limit });
    },
  };
}
