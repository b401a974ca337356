// The button and its panel, inside their own shadow: the page's styles do not reach them, and theirs not the page.
export const siteStyle = `:host{--s:#fff;--i:#16202c;--a:#0d69d4;--o:#fff;--l:#cfd7e0;--n:#8a6100;all:initial;position:fixed;right:20px;bottom:20px;z-index:2147483000;color-scheme:light dark}
@media(prefers-color-scheme:dark){:host{--s:#171f28;--i:#e8edf3;--a:#5aa2f7;--o:#0b1725;--l:#364453;--n:#e0bd5b}}
*{box-sizing:border-box;font:600 15px/1.4 system-ui,'PingFang SC','Microsoft YaHei',sans-serif}
button{min-height:44px;border:0;cursor:pointer}
button:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.open{float:right;max-width:60vw;padding:0 20px;border-radius:24px;background:var(--a);color:var(--o);box-shadow:0 4px 16px #0004}
.panel{display:flex;flex-direction:column;width:min(360px,calc(100vw - 40px));max-height:calc(100vh - 110px);margin-bottom:12px;border:1px solid var(--l);border-radius:12px;background:var(--s);color:var(--i);overflow:hidden;box-shadow:0 8px 28px #0005}
[hidden]{display:none!important}
.head{display:flex;align-items:center;justify-content:space-between;padding-left:16px;border-bottom:1px solid var(--l)}
.head button{padding:0 16px;background:none;color:var(--a)}
iframe{width:100%;height:210px;border:0}
p{margin:0;padding:16px;color:var(--n)}`
