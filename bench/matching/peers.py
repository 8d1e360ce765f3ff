"""What others use to compare job titles and texts, each behind `scores(queries, documents)`: one row for each query."""

import importlib.util
from pathlib import Path

import numpy as np
import onnxruntime
import tantivy
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

# As the model was trained; what is longer is cut.
MOST_TOKENS = 256
BATCH = 16


class Tantivy:
    """BM25 as a search engine has it."""

    name = "BM25 (tantivy)"

    def index(self, documents):
        schema = tantivy.SchemaBuilder().add_text_field("text").add_integer_field("at", stored=True).build()
        index = tantivy.Index(schema)
        writer = index.writer(num_threads=1)
        for at, document in enumerate(documents):
            writer.add_document(tantivy.Document(text=document, at=at))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def search(self, index, query, limit):
        words = " ".join("".join(c if c.isalnum() else " " for c in query.lower()).split()[:500])
        if not words:
            return []
        parsed, _ = index.parse_query_lenient(words, ["text"])
        return index.searcher().search(parsed, limit=limit).hits

    def scores(self, queries, documents):
        index = self.index(documents)
        searcher = index.searcher()
        rows = np.zeros((len(queries), len(documents)))
        for row, query in zip(rows, queries):
            for score, address in self.search(index, query, len(documents)):
                row[searcher.doc(address)["at"][0]] = score
        return rows


class Sklearn:
    def scores(self, queries, documents):
        # As it is usually written: fitted on what is searched.
        of_documents = self.vectoriser.fit_transform(documents)
        return (self.vectoriser.transform(queries) @ of_documents.T).toarray()


class CharTfIdf(Sklearn):
    """Character n-grams, scikit-learn."""

    name = "character n-grams (scikit-learn)"
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


class WordTfIdf(Sklearn):
    """Words, scikit-learn."""

    name = "words (scikit-learn)"
    vectoriser = TfidfVectorizer(stop_words="english", sublinear_tf=True)


class MiniLm:
    """all-MiniLM-L6-v2, int8, one core."""

    name = "MiniLM-L6 int8"

    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(packaged("minilm", "*.onnx")), options)
        self.inputs = {wanted.name for wanted in self.session.get_inputs()}
        self.tokenizer = Tokenizer.from_file(str(packaged("janitor", "tokenizer.json")))
        self.tokenizer.enable_truncation(MOST_TOKENS)
        self.tokenizer.enable_padding()

    def encode(self, texts):
        vectors = []
        for start in range(0, len(texts), BATCH):
            tokens = self.tokenizer.encode_batch(list(texts[start : start + BATCH]))
            mask = np.array([one.attention_mask for one in tokens], dtype=np.int64)
            ids = np.array([one.ids for one in tokens], dtype=np.int64)
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            out = self.session.run(None, {name: value for name, value in given.items() if name in self.inputs})[0]
            if out.ndim == 3:
                weights = mask[:, :, None]
                out = (out * weights).sum(1) / weights.sum(1)
            vectors.append(out / np.linalg.norm(out, axis=1, keepdims=True))
        return np.concatenate(vectors)

    def scores(self, queries, documents):
        return self.encode(queries) @ self.encode(documents).T


def packaged(part_of_name, pattern):
    """A file that an installed package carries."""
    folder = Path(importlib.util.find_spec("numpy").origin).parent.parent
    found = [file for file in folder.rglob(pattern) if part_of_name in str(file.relative_to(folder)).lower()]
    if not found:
        raise SystemExit(f"No package of the peers carries {pattern}: remove their folder and run again.")
    return min(found, key=lambda file: len(str(file)))
