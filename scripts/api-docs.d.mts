export declare const API_DOCS: string
export declare function apiDocs(): string
