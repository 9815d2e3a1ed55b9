# Types a line and a tab into an interactive zsh, and prints the line that becomes of it.
# usage: zsh -f complete.zsh FOLDER-OF-COMPLETIONS LINE
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= RPS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u"
zpty -w shell 'show() { print -r -- "[[$BUFFER]]"; BUFFER=; zle accept-line }'
zpty -w shell "zle -N show; bindkey '^X' show; setopt no_list_ambiguous; print read''y"
zpty -r shell seen '*ready*'
zpty -w -n shell "$2"$'\t'
zpty -w -n shell $'\x18'
zpty -r shell seen '*\[\[*\]\]*'
[[ $seen =~ '\[\[(.*)\]\]' ]]
print -r -- $match[1]
zpty -d shell
