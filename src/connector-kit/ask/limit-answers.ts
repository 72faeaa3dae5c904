import { makeError } from '../../errors.ts';
import { hostOf } from '../../model/host-of.ts';
import { cutWideObjects, holdsMoreValues } from '../../model/measure-json.ts';
import type { ReadLimits } from '../../model/read-limits.ts';
import type { SendPort } from './send-port.ts';

/**
 * Refuses answers that would take too long to parse: lists, details, single records and whatever else is asked for. Single
 * objects with too many names are cut short, so that only the record they belong to is refused.
 */
export function limitAnswers(
  port: SendPort,
  { answerValues: limit, recordValues }: Pick<ReadLimits, 'answerValues' | 'recordValues'>,
): SendPort {
  return {
    async send(request, signal) {
      const response = await port.send(request, signal);
      if (!holdsMoreValues(response.text, limit)) {
        const text = cutWideObjects(response.text, recordValues);
        return text === response.text ? response : { ...response, text };
      }
      throw makeError('CONNECTOR_ANSWER_TOO_LARGE', { host: hostOf(response.url) ?? 'the vendor', limit });
    },
  };
}
