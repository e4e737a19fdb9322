import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useBoard } from '../../board.js';
import { Policies } from '../../documents/documents.js';
import type { PoliciesResult, PoliciesVariables, PolicyRow, Source } from '../../documents/documents.js';
import { useAnswer } from '../../use-answer.js';
import type { Answer } from '../../use-answer.js';

type Page = PoliciesResult['policies'];

/** Policies as far as somebody has scrolled. */
interface PolicyPages {
  /** The first page, with what there is to say of all. */
  readonly first: Answer<PoliciesResult>;
  readonly pages: readonly (readonly PolicyRow[])[];
  /** What each page tells of the servers. */
  readonly sources: readonly (readonly Source[])[];
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
  const lists = start === null ? [] : [start, ...rest];
  return {
    first,
    pages: lists.map(({ nodes }) => nodes),
    sources: lists.map(({ sources }) => sources),
    more,
  };
}
