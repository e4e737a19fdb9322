import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useBoard } from '../../board.js';
import { Policies } from '../../documents/documents.js';
import type { PoliciesResult, PoliciesVariables, PolicyRow } from '../../documents/documents.js';
import { useAnswer } from '../../use-answer.js';
import type { Answer } from '../../use-answer.js';

type Page = PoliciesResult['policies'];

/** Policies as far as somebody has scrolled. */
interface PolicyPages {
  /** The first page, with what there is to say of all. */
  readonly first: Answer<PoliciesResult>;
  readonly pages: readonly (readonly PolicyRow[])[];
  /** Asks for the next page, where there is one and none is on its way. */
  more(): void;
}

export function usePolicies(variables: PoliciesVariables): PolicyPages {
  const { gateway } = useBoard();
  const first = useAnswer(Policies, variables);
  const [rest, setRest] = useState<readonly Page[]>([]);
  const isAsking = useRef(false);
  const start = first.data?.policies ?? null;
  const last = rest.at(-1) ?? start;
  useEffect(() => {
    setRest([]);
    isAsking.current = false;
  }, [start]);
  const more = useCallback(() => {
    if (isAsking.current || last === null || !last.pageInfo.hasNextPage) return;
    isAsking.current = true;
    void gateway.ask(Policies, { ...variables, after: last.pageInfo.endCursor }).then((outcome) => {
      isAsking.current = false;
      if (outcome.kind === 'answer')
        setRest((before) =>
          (before.at(-1) ?? start) === last ? [...before, outcome.data.policies] : before,
        );
    });
  }, [last, start, gateway]);
  return { first, pages: (start === null ? [] : [start, ...rest]).map(({ nodes }) => nodes), more };
}
