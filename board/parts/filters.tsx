import type { JSX } from 'preact';
import { tagText } from '../address.js';
import { useBoard } from '../board.js';
import type { OverviewResult, Product } from '../documents/documents.js';

type Known = OverviewResult['all'];

/** Narrows what is shown to servers, products and tags. `all`: every server that there is for the caller. */
export function Filters({ all }: { all: Known }): JSX.Element {
  const { address, go, words } = useBoard();
  const { servers, products, tags } = address;
  const nameOf = new Map(all.map(({ key, name }) => [key, name]));
  const tagTexts = [...new Set(all.flatMap((server) => server.tags.map(tagText)))].sort();
  const tagBy = new Map(all.flatMap((server) => server.tags.map((tag) => [tagText(tag), tag] as const)));
  const present = [...new Set(all.map(({ product }) => product))];
  const isNarrowed = servers.length + products.length + tags.length > 0;
  return (
    <div class="filters">
      <div class="choices" role="group" aria-label={words.filter.label}>
        <Choice
          label={words.filter.server}
          options={all.filter(({ key }) => !servers.includes(key)).map(({ key, name }) => [key, name])}
          onChoose={(key) => go({ servers: [...servers, key] })}
        />
        {present.length > 1 && (
          <Choice
            label={words.filter.product}
            options={present
              .filter((product) => !products.includes(product))
              .map((product) => [product, words.products[product]])}
            onChoose={(product) => go({ products: [...products, product] })}
          />
        )}
        {tagTexts.length > 0 && (
          <Choice
            label={words.filter.tag}
            options={tagTexts.map((text) => [text, text])}
            onChoose={(text) => go({ tags: [...tags, ...[tagBy.get(text) ?? []].flat()] })}
          />
        )}
        {servers.map((key) => (
          <Chip
            key={key}
            text={nameOf.get(key) ?? key}
            onRemove={() => go({ servers: servers.filter((one) => one !== key) })}
          />
        ))}
        {products.map((product) => (
          <Chip
            key={product}
            text={words.products[product]}
            onRemove={() => go({ products: products.filter((one) => one !== product) })}
          />
        ))}
        {tags.map((tag) => (
          <Chip
            key={tagText(tag)}
            text={tagText(tag)}
            onRemove={() => go({ tags: tags.filter((one) => tagText(one) !== tagText(tag)) })}
          />
        ))}
        {isNarrowed && (
          <button type="button" class="plain" onClick={() => go({ servers: [], products: [], tags: [] })}>
            {words.filter.clear}
          </button>
        )}
      </div>
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly (readonly [Value, string])[];
  onChoose(value: Value): void;
}

/** Adds one; what is chosen already stands beside it. */
function Choice<Value extends string = Product>({
  label,
  options,
  onChoose,
}: ChoiceProps<Value>): JSX.Element {
  const { words } = useBoard();
  return (
    <label>
      {label}
      <select
        value=""
        onChange={({ currentTarget }) => {
          const chosen = options.find(([value]) => value === currentTarget.value);
          currentTarget.value = '';
          if (chosen) onChoose(chosen[0]);
        }}
      >
        <option value="">{words.filter.all}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }): JSX.Element {
  const { words } = useBoard();
  return (
    <span class="chip">
      {text}
      <button type="button" aria-label={words.filter.remove(text)} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
